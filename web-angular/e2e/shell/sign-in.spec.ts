import type {Page} from '@playwright/test';
import {expectAccessible} from '../page/accessibility.ts';
import {expectUnmoved, watchShifts} from '../page/shifts.ts';
import {expect, test} from '../chat/test.ts';

test.use({hasSignIn: true});

const account = (page: Page) => page.getByRole('button', {name: 'Signed in as Ada Lovelace'});
const notice = (page: Page) => page.getByRole('region', {name: 'Sign-in'});
const signInAgain = (page: Page) => notice(page).getByRole('button', {name: 'Sign in again'}).click();

test('signs in, comes back to the same board, and calls as who is signed in', async ({
  board,
  page,
  address,
  gate,
  issuer,
}) => {
  const link = `${address}/?device=tv&state=Texas&window=1h&table=map#here`;
  await page.goto(link);
  await board.isLive();
  expect(page.url()).toBe(link);
  await expect(board.chips).toHaveCount(2);
  await expect(account(page)).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('acme');
  expect(new Set(gate.letIn).size).toBe(1);
  expect(gate.letIn[0]).toMatch(/^Bearer ey/);
  expect(gate.refused).toBe(0);
  await page.reload();
  await board.isLive();
  await expect(account(page)).toBeVisible();
  expect(issuer.signIns).toBe(1);
});

test('the signed-in header and its menu are accessible', async ({board, page, address, issuer}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  issuer.tenants = ['acme', 'globex'];
  await board.open(address);
  await expect(page.getByRole('banner')).toContainText('2 tenants');
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await expectAccessible(page, 'app-page-header');
  await account(page).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu', {name: /Ada Lovelace.*Tenants: acme, globex/s});
  await expect(menu).toBeVisible();
  await expect(menu.getByRole('menuitem', {name: 'Sign out'})).toBeFocused();
  await expectAccessible(page, '.cdk-overlay-container');
  await page.keyboard.press('Escape');
  await expect(account(page)).toBeFocused();
});

test('the chat and its exports call as who is signed in', async ({chat, page, gate}) => {
  await chat.ask('Average bandwidth by city');
  await chat.outcome('answered');
  const before = gate.letIn.length;
  const download = page.waitForEvent('download');
  await chat.answer.getByRole('button', {name: /CSV/}).click();
  await download;
  expect(gate.letIn.length).toBeGreaterThan(before);
  expect(gate.refused).toBe(0);
});

test('renews a token before it expires', async ({board, page, address, gate, issuer}) => {
  issuer.lifeSeconds = 8;
  await board.open(address);
  const [first] = gate.letIn;
  await expect.poll(() => issuer.renewals).toBeGreaterThan(0);
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect.poll(() => gate.letIn.at(-1)).not.toBe(first);
  await board.isLive();
  expect(gate.refused).toBe(0);
  expect(issuer.signIns).toBe(1);
});

test('goes on with a new token when a stream ends for want of one', async ({board, page, address, gate, issuer}) => {
  await board.open(address);
  issuer.revoke(gate.letIn.at(-1)!);
  gate.cutStreams();
  await expect.poll(() => issuer.renewals).toBe(1);
  await board.isLive();
  await expect(notice(page)).toBeHidden();
  expect(issuer.signIns).toBe(1);
});

test.describe('in a quiet stream', () => {
  // Its past is quickly told.
  test.use({fixtureOptions: {eventsPerSecond: 5}});

  test('sees no viewers over time where the service keeps them for all tenants only', async ({
    board,
    page,
    live,
    address,
  }) => {
    live.confined = true;
    await board.open(address);
    await expect(page.locator('app-sparkline .line')).toHaveCount(5);
    await expect(board.panel('Active viewers').locator('app-sparkline .line')).toHaveCount(0);
  });
});

test('signs out at the issuer, and in again on request', async ({board, page, address, issuer}) => {
  await board.open(address);
  await account(page).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();
  await expect(notice(page)).toContainText('You are signed out.');
  await expect(account(page)).toBeHidden();
  expect(issuer.signOuts).toBe(1);
  expect(issuer.signIns).toBe(1);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await expect(board.pill).toHaveText(/No access/);
  await expectAccessible(page);
  await signInAgain(page);
  await board.isLive();
});

test('says so to whom turned round on the way, and does not send them away again', async ({
  board,
  page,
  address,
  issuer,
}) => {
  await page.route(`${issuer.authority}/authorize*`, (route) => route.fulfill({body: 'Who are you?'}));
  await page.goto(address);
  await expect(page.getByText('Who are you?')).toBeVisible();
  await page.unrouteAll();
  await page.goto(`${address}/?device=tv`);
  await expect(notice(page)).toContainText('You are not signed in yet.');
  expect(issuer.signIns).toBe(0);
  await signInAgain(page);
  await board.isLive();
  expect(page.url()).toBe(`${address}/?device=tv`);
});

test('takes no answer that it did not ask for', async ({board, page, address, issuer}) => {
  await page.goto(`${address}/?code=somebody&state=elses`);
  await expect(notice(page)).toContainText('not for this tab');
  expect(page.url()).toBe(`${address}/`);
  await expect(board.chips).toHaveCount(0);
  expect(issuer.signIns).toBe(0);
  await signInAgain(page);
  await board.isLive();
});

test('shows the words of a service that denies access, and asks again only on request', async ({
  board,
  page,
  address,
  gate,
}) => {
  gate.denial = 'Your token names no tenant (claim tenant_id).';
  await page.goto(address);
  for (const service of ['live', 'chat']) {
    const region = page.getByRole('alert', {name: `No access to the ${service} service`});
    await expect(region).toContainText('names no tenant');
  }
  await expect(board.pill).toHaveText(/No access/);
  await expectAccessible(page);
  gate.denial = undefined;
  await page.getByRole('button', {name: 'Try again'}).first().click();
  await board.isLive();
});

test.describe('at 390 px', () => {
  test.use({viewport: {width: 390, height: 844}});

  test('the header fits, and its menu too', async ({board, page, address, issuer}) => {
    issuer.name = 'Augusta Ada King, Countess of Lovelace';
    issuer.tenants = '*';
    await board.open(address);
    const control = page.getByRole('button', {name: /^Signed in as Augusta/});
    await expect(control).toBeInViewport({ratio: 1});
    expect(await page.locator('app-page-header').evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
    await control.click();
    await expect(page.getByRole('menu')).toBeInViewport({ratio: 1});
    await expect(page.getByText('All tenants', {exact: true})).toBeVisible();
    await expectAccessible(page, '.cdk-overlay-container');
  });

  test.describe('where a service goes away', () => {
    // A browser writes every connection that fails to its console.
    test.use({complaints: async ({}, use) => use([])});

    test('the header has room for what there is to do, too', async ({board, page, address, live}) => {
      await board.open(address);
      await page.getByRole('button', {name: 'Pause updates'}).click();
      await expect(page.getByRole('button', {name: /^Resume updates \d+ new/})).toBeVisible();
      await live.stop();
      await expect(page.getByRole('button', {name: /^Retry/})).toBeVisible();
      expect(await page.locator('app-page-header').evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
      await expect(account(page)).toBeInViewport({ratio: 1});
      await page.screenshot({path: 'artifacts/crowded.png', clip: {x: 0, y: 0, width: 390, height: 120}});
    });
  });
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test.describe(`with a story that stands still, at ${width} px`, () => {
    test.use({viewport: {width, height}, fixtureOptions: {still: true}});

    test('nothing moves while one is signed in', async ({board, page, address}) => {
      await watchShifts(page);
      await board.open(address);
      await expect(account(page)).toBeVisible();
      await expect(board.panel('Quality').locator('.ring path').first()).toBeVisible();
      await expectUnmoved(page);
    });
  });
}

test.describe('where the issuer says no', () => {
  // A browser writes every answer of this kind to its console.
  test.use({complaints: async ({}, use) => use([])});

  test('asks to sign in again when the token cannot be renewed, and keeps the board', async ({
    board,
    page,
    address,
    gate,
    issuer,
  }) => {
    await board.open(`${address}/?device=tv`);
    issuer.renewalRefusal = 'The session was closed.';
    issuer.revoke(gate.letIn.at(-1)!);
    gate.cutStreams();
    await expect(notice(page)).toContainText('Your sign-in has ended.');
    await expect(notice(page)).toContainText('The session was closed.');
    await expect(board.pill).toHaveText(/No access/);
    expect(await board.number('Active viewers')).toBeGreaterThan(0);
    await expectAccessible(page);
    await signInAgain(page);
    await board.isLive();
    expect(page.url()).toBe(`${address}/?device=tv`);
  });

  test('says why a sign-in was refused, and does not try again by itself', async ({board, page, address, issuer}) => {
    issuer.refusal = {error: 'access_denied', error_description: 'Ada is locked.'};
    await page.goto(`${address}/?device=tv`);
    await expect(notice(page)).toContainText('The sign-in was refused. Reason: Ada is locked.');
    expect(page.url()).toBe(`${address}/?device=tv`);
    expect(issuer.signIns).toBe(1);
    await expectAccessible(page);
    issuer.refusal = undefined;
    await signInAgain(page);
    await board.isLive();
  });

  test('says that the issuer is away, and signs in once it is back', async ({board, page, address, issuer}) => {
    await issuer.stop();
    await page.goto(`${address}/?device=tv`);
    await expect(notice(page)).toContainText('The sign-in service does not answer.');
    await expect(board.panel('Quality')).toHaveAttribute('aria-busy', 'true');
    await expectAccessible(page);
    await issuer.start();
    await signInAgain(page);
    await board.isLive();
    expect(page.url()).toBe(`${address}/?device=tv`);
  });

  test('says that the services do not accept a new token', async ({page, address, gate, issuer}) => {
    issuer.refusalOf = () => 'The token is not valid yet.';
    await page.goto(address);
    await expect(notice(page)).toContainText(
      'The services do not accept your sign-in. Reason: The token is not valid yet.',
    );
    const {refused} = gate;
    expect(issuer.signIns).toBe(1);
    await page.getByRole('radio').first().check({force: true});
    await expect(page).toHaveURL(/window=1m/);
    await expect(notice(page)).toBeVisible();
    expect(gate.refused).toBe(refused);
  });
});
