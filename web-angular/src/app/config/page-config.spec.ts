import {TestBed} from '@angular/core/testing';
import {FETCH, PageConfig} from './page-config';

describe('PageConfig', () => {
  function of(load: () => Promise<Response>): PageConfig {
    TestBed.configureTestingModule({providers: [{provide: FETCH, useValue: load}]});
    return TestBed.inject(PageConfig);
  }

  it('reads both addresses once, without a trailing slash', async () => {
    let reads = 0;
    const config = of(() => {
      reads++;
      return Promise.resolve(new Response('{"liveUrl": "http://live:1/", "chatUrl": "http://chat:2/"}'));
    });
    await Promise.all([config.read(), config.read()]);
    expect(config.settings()).toEqual({liveUrls: ['http://live:1'], chatUrl: 'http://chat:2'});
    expect(reads).toBe(1);
  });

  it.each([
    ['{"liveUrls": ["http://a:1/", "http://b:2"]}', ['http://a:1', 'http://b:2']],
    ['{"liveUrls": ["http://a:1", 7, "", "http://a:1/"], "liveUrl": "http://b:2"}', ['http://a:1', 'http://b:2']],
    ['{"liveUrls": "http://a:1"}', []],
  ])('knows the nodes of %s', async (body, nodes) => {
    const config = of(() => Promise.resolve(new Response(body)));
    await config.read();
    expect(config.settings()!.liveUrls).toEqual(nodes);
  });

  it('has no chat where the configuration names none', async () => {
    const config = of(() => Promise.resolve(new Response('{"liveUrl": "http://live:1"}')));
    await config.read();
    expect(config.settings()!.chatUrl).toBeUndefined();
  });

  it.each([
    [
      '{"identity": {"authority": "https://issuer/", "clientId": "page", "scope": "openid", "tenantClaim": "org"}}',
      {authority: 'https://issuer', clientId: 'page', scope: 'openid', tenantClaim: 'org'},
    ],
    [
      '{"identity": {"authority": "https://issuer"}}',
      {
        authority: 'https://issuer',
        clientId: 'telemetry-page',
        scope: 'openid profile telemetry offline_access',
        tenantClaim: 'tenant_id',
      },
    ],
    ['{"identity": {"clientId": "page"}}', undefined],
    ['{"identity": null}', undefined],
    ['{}', undefined],
  ])('knows where one signs in by %s', async (body, identity) => {
    const config = of(() => Promise.resolve(new Response(body)));
    await config.read();
    expect(config.settings()!.identity).toEqual(identity);
  });

  it('is read again after the services were still starting', async () => {
    const answers = [new Response('starting', {status: 503}), new Response('{"chatUrl": "http://chat:2"}')];
    const config = of(() => Promise.resolve(answers.shift()!));
    await config.settled();
    expect(config.settings()).toBeUndefined();
    await config.read();
    expect(config.settings()!.chatUrl).toBe('http://chat:2');
  });

  it('does not hold up the page for a server that does not answer', async () => {
    const config = of(() => new Promise(() => {}));
    await config.settled(1);
    expect(config.settings()).toBeUndefined();
  });
});
