import {findLiveUrl} from './live-address';

describe('findLiveUrl', () => {
  const page = (href: string) => new URL(href) as unknown as Location;
  const answers =
    (body: string, status = 200) =>
    () =>
      Promise.resolve(new Response(body, {status}));

  it('is what the config says', async () => {
    const url = await findLiveUrl(page('http://localhost:3000/'), answers('{"liveUrl": "https://live.example/"}'));
    expect(url).toBe('https://live.example');
  });

  it.each([
    ['http://localhost:3000/', 'http://localhost:3001'],
    ['http://192.168.1.5:4200/?device=tv', 'http://192.168.1.5:4201'],
    ['https://board.example/', 'https://board.example:444'],
  ])('is one port further than %s by default', async (href, expected) => {
    expect(await findLiveUrl(page(href), answers('{}'))).toBe(expected);
  });

  it.each([
    ['missing', answers('not found', 404)],
    ['no JSON', answers('<!doctype html>')],
    ['of another shape', answers('{"liveUrl": 3001}')],
    ['unreachable', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is the default when the config is %s', async (_, load) => {
    expect(await findLiveUrl(page('http://localhost:3000/'), load)).toBe('http://localhost:3001');
  });
});
