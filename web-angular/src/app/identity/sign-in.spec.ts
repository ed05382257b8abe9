import {Code} from '@connectrpc/connect';
import {FakeOidc, FakePage, ada} from '../../testing/fake-oidc';
import {hasDeparted, type Departure} from './arrival';
import {callErrors} from './call-errors';
import {OidcProblem, type OidcProblemKind} from './oidc';
import {SignIn} from './sign-in';

describe('SignIn', () => {
  let oidc: FakeOidc;
  let page: FakePage;
  let signIn: SignIn;
  const departure = (to: Departure['to']): Departure => ({to, address: '/', state: null});
  const opened = {answer: undefined, departure: undefined};
  const answered = {answer: 'https://page/?code=c&state=s', departure: departure('signIn')};
  const ms = (count: number) => vi.advanceTimersByTimeAsync(count);

  beforeEach(() => {
    vi.useFakeTimers();
    oidc = new FakeOidc();
    page = new FakePage();
    signIn = new SignIn(oidc, page.window, callErrors);
  });
  afterEach(() => vi.useRealTimers());

  it('leaves for the issuer when the page is opened, once', async () => {
    await signIn.start(opened);
    expect(page.left).toEqual(['https://issuer/authorize?x']);
    expect(hasDeparted(page.window)).toBe(true);
    expect(signIn.state()).toEqual({kind: 'signingIn'});
  });

  it('takes what the issuer answered, and lets calls go that waited', async () => {
    const waiting = signIn.bearer();
    await signIn.start(answered);
    expect(signIn.state()).toEqual({kind: 'signedIn', user: ada});
    expect(await waiting).toBe('token-1');
    expect(page.left).toEqual([]);
  });

  it.each<OidcProblemKind>(['away', 'refused', 'mismatch', 'insecure'])(
    'says that it is %s, and does not leave by itself',
    async (kind) => {
      oidc.problem = kind;
      await signIn.start(answered);
      expect(signIn.state()).toMatchObject({kind: 'needed', reason: kind, detail: `it is ${kind}`});
      await expect(signIn.bearer()).rejects.toMatchObject({code: Code.Unauthenticated});
      await ms(3_600_000);
      expect(page.left).toEqual([]);
      oidc.problem = undefined;
      await signIn.again();
      expect(page.left).toHaveLength(1);
    },
  );

  it('says that the issuer is away when it cannot leave for it', async () => {
    oidc.problem = 'away';
    await signIn.start(opened);
    expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'away'});
    await signIn.again();
    expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'away'});
    expect(hasDeparted(page.window)).toBe(false);
  });

  it('does not send away again who turned round on the way', async () => {
    await signIn.start({answer: undefined, departure: departure('signIn')});
    expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'unfinished'});
    expect(oidc.asked).toEqual([]);
  });

  it('does not sign in again whoever has just signed out', async () => {
    await signIn.start({answer: undefined, departure: departure('signOut')});
    expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'signedOut'});
    expect(oidc.asked).toEqual([]);
  });

  it('is opened anew when the browser brings it back on its way to the issuer', async () => {
    await signIn.start(opened);
    page.dispatch('pageshow', {persisted: false});
    expect(page.reloads).toBe(0);
    page.dispatch('pageshow', {persisted: true});
    expect(page.reloads).toBe(1);
  });

  describe('with what the tab has kept', () => {
    it('goes on', async () => {
      oidc.keeps = oidc.tokens();
      await signIn.start(opened);
      expect(await signIn.bearer()).toBe('token-1');
      expect(oidc.asked).toEqual([]);
    });

    it('renews it when it has expired', async () => {
      oidc.keeps = oidc.tokens(-1);
      await signIn.start(opened);
      expect(await signIn.bearer()).toBe('token-2');
      expect(oidc.asked).toEqual(['renew']);
    });

    it('leaves for the issuer when it cannot be renewed any more', async () => {
      oidc.keeps = oidc.tokens(-1);
      oidc.renew = () => Promise.reject(new OidcProblem('refused', 'too old'));
      await signIn.start(opened);
      expect(page.left).toHaveLength(1);
      expect(signIn.state()).toEqual({kind: 'signingIn'});
    });

    it('waits for an issuer that is away, and renews by the next call', async () => {
      oidc.keeps = oidc.tokens(-1);
      oidc.problem = 'away';
      await signIn.start(opened);
      expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'away', user: ada});
      await expect(signIn.bearer()).rejects.toMatchObject({code: Code.Unavailable});
      oidc.problem = undefined;
      expect(await signIn.bearer()).toBe('token-2');
      expect(signIn.state().kind).toBe('signedIn');
    });
  });

  describe('once signed in', () => {
    beforeEach(async () => {
      await signIn.start(answered);
      oidc.asked.length = 0;
    });

    it('renews a minute before the token expires, again and again', async () => {
      await ms(539_000);
      expect(oidc.asked).toEqual([]);
      await ms(1_000);
      expect(oidc.asked).toEqual(['renew']);
      expect(await signIn.bearer()).toBe('token-2');
      await ms(540_000);
      expect(oidc.asked).toEqual(['renew', 'renew']);
    });

    it('keeps trying while the token holds, unnoticed, and then tells whoever needs one', async () => {
      oidc.problem = 'away';
      await ms(590_000);
      expect(oidc.asked.length).toBeGreaterThan(1);
      expect(signIn.state().kind).toBe('signedIn');
      expect(await signIn.bearer()).toBe('token-1');
      await ms(10_000);
      await expect(signIn.bearer()).rejects.toMatchObject({code: Code.Unavailable});
      expect(signIn.state()).toMatchObject({kind: 'needed', reason: 'away', user: ada});
    });

    it('renews a token that was refused, once for all who ask', async () => {
      expect(await Promise.all([signIn.bearer('token-1'), signIn.bearer('token-1')])).toEqual(['token-2', 'token-2']);
      expect(await signIn.bearer('token-1')).toBe('token-2');
      expect(oidc.asked).toEqual(['renew']);
    });

    it('asks to sign in again when the renewal is refused', async () => {
      oidc.problem = 'refused';
      await expect(signIn.bearer('token-1')).rejects.toMatchObject({code: Code.Unauthenticated});
      expect(signIn.state()).toEqual({kind: 'needed', reason: 'ended', detail: 'it is refused', user: ada});
      expect(page.left).toEqual([]);
      await expect(signIn.bearer()).rejects.toMatchObject({code: Code.Unauthenticated});
      expect(oidc.asked).toEqual(['renew']);
    });

    it('asks to sign in again when a new token is not accepted, and hears no old refusals', async () => {
      signIn.notAccepted('token-0', 'long ago');
      expect(signIn.state().kind).toBe('signedIn');
      signIn.notAccepted('token-1', 'Wrong audience.');
      expect(signIn.state()).toMatchObject({reason: 'notAccepted', detail: 'Wrong audience.'});
    });

    it('signs out here and at the issuer', async () => {
      await signIn.out();
      expect(oidc.asked).toEqual(['signOut']);
      expect(page.left).toEqual(['https://issuer/end-session?x']);
      expect(hasDeparted(page.window)).toBe(true);
    });

    it('signs out here alone when the issuer is away', async () => {
      oidc.problem = 'away';
      await signIn.out();
      expect(page.left).toEqual(['https://page/']);
    });
  });

  it('names clocks that differ beside a refusal', async () => {
    oidc.redeem = () => Promise.resolve({...oidc.tokens(), issuedAtMs: Date.now() + 7 * 60_000});
    await signIn.start(answered);
    signIn.notAccepted('token-1', 'Not valid yet.');
    expect(signIn.state()).toMatchObject({
      detail: 'Not valid yet. The clocks of this computer and of the sign-in service are 7 minutes apart.',
    });
  });
});
