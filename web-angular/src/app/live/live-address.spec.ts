import {TestBed} from '@angular/core/testing';
import {Code} from '@connectrpc/connect';
import {FETCH} from '../config/page-config';
import {LiveAddress, PAGE_ADDRESS} from './live-address';

describe('LiveAddress', () => {
  function of(page: string, load: () => Promise<Response>): LiveAddress {
    TestBed.configureTestingModule({
      providers: [
        {provide: FETCH, useValue: load},
        {provide: PAGE_ADDRESS, useValue: new URL(page)},
      ],
    });
    return TestBed.inject(LiveAddress);
  }
  const answers =
    (body: string, status = 200) =>
    () =>
      Promise.resolve(new Response(body, {status}));

  it('is what the config says', async () => {
    const address = of('http://localhost:3000/', answers('{"liveUrl": "https://live.example/"}'));
    expect(address.url()).toBeUndefined();
    expect(await address.find()).toBe('https://live.example');
    expect(address.url()).toBe('https://live.example');
  });

  it('goes round the nodes that the config names', async () => {
    const address = of('http://localhost:3000/', answers('{"liveUrls": ["http://a:1", "http://b:2"]}'));
    address.moveOn();
    expect(await address.find()).toBe('http://a:1');
    expect(address.nodes).toBe(2);
    address.moveOn();
    expect(await address.find()).toBe('http://b:2');
    address.moveOn();
    expect(await address.find()).toBe('http://a:1');
  });

  it.each([
    ['http://localhost:3000/', 'http://localhost:3001'],
    ['http://192.168.1.5:4200/?device=tv', 'http://192.168.1.5:4201'],
    ['https://board.example/', 'https://board.example:444'],
  ])('is one port further than %s by default', async (page, expected) => {
    expect(await of(page, answers('{}')).find()).toBe(expected);
  });

  it.each([
    ['missing', answers('not found', 404)],
    ['no JSON', answers('<!doctype html>')],
    ['of another shape', answers('{"liveUrl": 3001}')],
    ['unreachable', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('is the default when the config is %s', async (_, load) => {
    expect(await of('http://localhost:3000/', load).find()).toBe('http://localhost:3001');
  });

  it('is not known while the live service is still starting', async () => {
    const address = of('http://localhost:3000/', answers('The live services are still starting.', 503));
    await expect(address.find()).rejects.toMatchObject({
      code: Code.Unavailable,
      rawMessage: 'The live services are still starting.',
    });
    expect(address.url()).toBeUndefined();
  });
});
