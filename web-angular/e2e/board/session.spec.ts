import {expect, test} from './test.ts';

test('a row opens its session: what the lake has of it and what happens now', async ({board, page}) => {
  await board.rows.nth(1).hover();
  const row = board.rows.nth(1);
  const title = await row.locator('.title').innerText();
  await row.locator('time').click();
  const view = page.getByRole('dialog', {name: /^Session/});
  await expect(view).toContainText(title);
  await expect(view).toContainText('The past is complete');
  await expect(view).toContainText('Following live');
  await expect(view).toContainText(/CUST_.*…/);
  const moments = view.getByRole('list', {name: 'Events of the session, oldest first'}).getByRole('listitem');
  const before = await moments.count();
  expect(before).toBeGreaterThan(0);
  // Players send a heartbeat every ten seconds.
  await expect.poll(() => moments.count()).toBeGreaterThan(before);
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
});
