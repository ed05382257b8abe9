import {DOCUMENT} from '@angular/common';
import {TestBed} from '@angular/core/testing';
import {Code, createClient, createRouterTransport} from '@connectrpc/connect';
import {LiveService} from '../../generated/telemetry/v1/live_pb.js';
import {FakeOidc, ada} from '../../testing/fake-oidc';
import {FETCH, PageConfig, type IdentitySettings} from '../config/page-config';
import {depart, type Arrival} from './arrival';
import {callErrors} from './call-errors';
import {Identity, SIGN_IN} from './identity';
import {SignIn} from './sign-in';

describe('Identity', () => {
  const withSignIn = '{"identity": {"authority": "https://issuer"}}';
  let brought: {settings: IdentitySettings; arrival: Arrival}[];
  let oidc: FakeOidc;

  function of(config: string, bring?: () => Promise<SignIn>): Identity {
    brought = [];
    oidc = new FakeOidc();
    TestBed.configureTestingModule({
      providers: [
        {provide: FETCH, useValue: () => Promise.resolve(new Response(config))},
        {
          provide: SIGN_IN,
          useValue: async (settings: IdentitySettings, arrival: Arrival, page: Window) => {
            brought.push({settings, arrival});
            const signIn = await (bring?.() ?? new SignIn(oidc, page, callErrors));
            oidc.keeps = oidc.tokens();
            await signIn.start(arrival);
            return signIn;
          },
        },
      ],
    });
    return TestBed.inject(Identity);
  }
  const bearer = (identity: Identity) => identity.calling((headers) => Promise.resolve(headers['Authorization']));
  const page = () => TestBed.inject(DOCUMENT).defaultView!;

  beforeEach(() => {
    sessionStorage.clear();
    history.replaceState(null, '', '/');
  });

  it('is nobody, and brings nothing, where no sign-in is configured', async () => {
    history.replaceState(null, '', '/?code=1&state=Texas');
    const identity = of('{}');
    expect(await bearer(identity)).toBeUndefined();
    const transport = createRouterTransport(({service}) => service(LiveService, {getSeries: () => ({stepSeconds: 5})}));
    expect((await createClient(LiveService, identity.authorized(transport)).getSeries({})).stepSeconds).toBe(5);
    TestBed.tick();
    identity.begin();
    expect(identity.isAsked()).toBe(false);
    expect(brought).toEqual([]);
    expect(location.search).toBe('?code=1&state=Texas');
  });

  it('begins as soon as the configuration is known, once', async () => {
    const identity = of(withSignIn);
    TestBed.tick();
    expect(brought).toEqual([]);
    await TestBed.inject(PageConfig).read();
    TestBed.tick();
    identity.begin();
    expect(await bearer(identity)).toBe('Bearer token-1');
    expect(brought).toHaveLength(1);
    expect(brought[0]!.settings.authority).toBe('https://issuer');
    expect(identity.user()).toEqual(ada);
    expect(identity.need()).toBeUndefined();
  });

  it('takes an answer out of the address before the configuration is known, when the page had left for one', async () => {
    const identity = of(withSignIn);
    history.replaceState(null, '', '/?device=tv');
    depart(page(), 'signIn');
    history.replaceState(null, '', '/?code=c&state=s');
    identity.begin();
    expect(location.search).toBe('?device=tv');
    await bearer(identity);
    expect(brought[0]!.arrival.answer).toContain('?code=c&state=s');
    expect(oidc.asked[0]).toContain('redeem');
  });

  it('tries again to bring what could not be loaded', async () => {
    let fails = true;
    const identity = of(withSignIn, () =>
      fails ? Promise.reject(new Error('no such file')) : Promise.resolve(new SignIn(oidc, page(), callErrors)),
    );
    await expect(bearer(identity)).rejects.toMatchObject({code: Code.Unavailable});
    fails = false;
    expect(await bearer(identity)).toBe('Bearer token-1');
  });
});
