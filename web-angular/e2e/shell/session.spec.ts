import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from '../chat/test.ts';

test('a row opens its session, from its past to now', async ({board, chat, page, service}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  await expect(chat.log).toBeAttached();
  await page.getByRole('button', {name: 'Pause updates'}).click();
  const menu = board.rows.nth(1).getByRole('button', {name: /^This event/});
  await menu.focus();
  await page.keyboard.press('Enter');
  const open = page.getByRole('menuitem', {name: 'Open its session'});
  await expect(open).toBeFocused();
  await expectAccessible(page, '.cdk-overlay-container');
  await open.press('Enter');
  const view = page.getByRole('dialog', {name: /^Session/});
  const moments = view.getByRole('list', {name: 'Events of the session, oldest first'}).getByRole('listitem');
  await expect(moments.first()).toContainText('Start');
  await expect(view).toContainText('DRM_LICENSE');
  await expect(view).toContainText('840 ms');
  await expect(view).toContainText('Following live');
  await expect(view).toContainText('The past is complete');
  expect(service.viewings).toBe(1);
  await expectAccessible(page, '[role=dialog]');
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await expect(menu).toBeFocused();
});

test('says when the lake is away, and asks again', async ({board, chat, page, service}) => {
  await expect(chat.log).toBeVisible();
  service.viewingsFail = true;
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await board.rows.nth(1).locator('time').click();
  const view = page.getByRole('dialog', {name: /^Session/});
  await expect(view).toContainText('The lake can’t be asked');
  await expectAccessible(page, '[role=dialog]');
  service.viewingsFail = false;
  await view.getByRole('button', {name: 'Ask the lake again'}).click();
  await expect(view).toContainText('The past is complete');
});

test.describe('at 390 px', () => {
  test.use({viewport: {width: 390, height: 844}});

  test('the session fits', async ({board, address, page}) => {
    await board.open(address);
    await page.getByRole('button', {name: 'Pause updates'}).click();
    await board.rows.nth(1).locator('time').click();
    const view = page.getByRole('dialog', {name: /^Session/});
    await expect(view).toContainText('The past is complete');
    expect(await view.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
    await expectAccessible(page, '[role=dialog]');
  });
});
