import {render} from '../../testing/rendered';
import {userOf} from './user';
import {UserMenu} from './user-menu';

describe('UserMenu', () => {
  it.each([
    [[], '', 'No tenant'],
    [['acme'], 'acme', 'Tenant: acme'],
    [['acme', 'globex'], '2 tenants', 'Tenants: acme, globex'],
    [['*'], 'All tenants', 'All tenants'],
    [['acme', '*'], 'All tenants', 'All tenants'],
  ])('says of the tenants %o “%s”, and in full “%s”', async (tenants, short, full) => {
    const user = userOf('Ada', tenants);
    expect(user.tenant).toBe(short);
    const {button, fixture} = await render(UserMenu, {user});
    button('Signed in as Ada').click();
    await fixture.whenStable();
    expect(document.querySelector('.who')!.textContent).toBe(`Ada${full}`);
  });

  it('keeps the place of whom it does not know yet, and says when nobody is expected', async () => {
    const {all, text, set} = await render(UserMenu, {user: undefined, isAwaited: true});
    expect(all('.skeleton')).toHaveLength(1);
    expect(all('button')).toHaveLength(0);
    await set({isAwaited: false});
    expect(text()).toBe('Not signed in');
  });

  it('signs out', async () => {
    const {button, fixture} = await render(UserMenu, {user: userOf('Ada', ['acme'])});
    let out = 0;
    fixture.componentInstance.signedOut.subscribe(() => out++);
    button('Signed in as Ada').click();
    await fixture.whenStable();
    document.querySelector<HTMLElement>('[role=menuitem]')!.click();
    expect(out).toBe(1);
  });
});
