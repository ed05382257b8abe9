import {FakePage} from '../../testing/fake-oidc';
import {OidcIssuer} from './oidc-issuer';

describe('OidcIssuer', () => {
  const settings = {authority: 'https://issuer', clientId: 'page', scope: 'openid', tenantClaim: 'org'};
  const metadata = {
    issuer: 'https://issuer',
    authorization_endpoint: 'https://issuer/authorize',
    token_endpoint: 'https://issuer/token',
    end_session_endpoint: 'https://issuer/end',
  };
  let page: FakePage;
  let issuer: OidcIssuer;
  let answers: Record<string, () => Response>;
  const json = (body: object, status = 200) =>
    new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json'}});
  const keep = (user: object) => page.sessionStorage.setItem('signed-in https://issuer page', JSON.stringify(user));

  beforeEach(() => {
    page = new FakePage();
    issuer = new OidcIssuer(settings, page.window);
    answers = {'https://issuer/.well-known/openid-configuration': () => json(metadata)};
    vi.stubGlobal('fetch', async (url: string) => {
      const answer = answers[url];
      if (!answer) {
        throw new TypeError('Failed to fetch');
      }
      return answer();
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for a code with PKCE, to come back to the page’s own origin', async () => {
    const {origin, pathname, searchParams} = new URL(await issuer.signInUrl());
    expect(origin + pathname).toBe('https://issuer/authorize');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      client_id: 'page',
      scope: 'openid',
      redirect_uri: 'https://page/',
    });
    expect(searchParams.get('state')).toMatch(/./);
    expect(searchParams.get('nonce')).toMatch(/./);
  });

  it.each([
    [
      {sub: 'u1', name: 'Ada', org: 'acme', iat: 5},
      {name: 'Ada', tenants: ['acme'], tenant: 'acme'},
    ],
    [
      {sub: 'u1', org: ['acme', 'globex', 7]},
      {name: 'u1', tenants: ['acme', 'globex'], tenant: '2 tenants'},
    ],
    [
      {sub: 'u1', preferred_username: 'ada'},
      {name: 'ada', tenants: [], tenant: ''},
    ],
  ])('reads who is signed in from %o', (profile, user) => {
    keep({access_token: 't', expires_at: 100, profile});
    expect(issuer.kept()).toMatchObject({access: 't', expiresAtMs: 100_000, user});
  });

  it('keeps nothing that it did not write', () => {
    expect(issuer.kept()).toBeUndefined();
    page.sessionStorage.setItem('signed-in https://issuer page', '{');
    expect(issuer.kept()).toBeUndefined();
  });

  it('renews, and goes on with the refresh token that it has when there is no other', async () => {
    keep({access_token: 't', refresh_token: 'r', profile: {sub: 'u1', org: 'acme'}, scope: 'openid'});
    answers['https://issuer/token'] = () => json({access_token: 't2', token_type: 'Bearer', expires_in: 60});
    expect(await issuer.renew()).toMatchObject({access: 't2', user: {tenants: ['acme']}});
    expect(await issuer.renew()).toMatchObject({access: 't2'});
  });

  it('tells apart an issuer that is away, one that says no, and an answer to another tab', async () => {
    keep({access_token: 't', refresh_token: 'r', profile: {sub: 'u1'}});
    answers['https://issuer/token'] = () => json({error: 'invalid_grant', error_description: 'Too old.'}, 400);
    await expect(issuer.renew()).rejects.toMatchObject({kind: 'refused', message: 'Too old.'});
    answers['https://issuer/token'] = () => new Response('<html>', {status: 502});
    await expect(issuer.renew()).rejects.toMatchObject({kind: 'away'});
    await expect(issuer.redeem('https://page/?code=c&state=other')).rejects.toMatchObject({kind: 'mismatch'});
    answers = {};
    await expect(new OidcIssuer(settings, page.window).signInUrl()).rejects.toMatchObject({kind: 'away', message: ''});
    Object.assign(page, {isSecureContext: false});
    await expect(issuer.signInUrl()).rejects.toMatchObject({kind: 'insecure'});
  });

  it('forgets who is signed in before it says where to sign out', async () => {
    keep({access_token: 't', id_token: 'i', profile: {sub: 'u1'}});
    const url = new URL((await issuer.signOutUrl())!);
    expect(url.searchParams.get('id_token_hint')).toBe('i');
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe('https://page/');
    expect(issuer.kept()).toBeUndefined();
  });
});
