import {expect, test} from './test.ts';

test('the feed shows only the chosen types', async ({board, page}) => {
  const types = page.getByRole('group', {name: 'Event types in the feed'});
  await types.getByRole('button', {name: /^Start/}).click();
  await expect(board.rows.first()).toBeVisible();
  await expect.poll(() => board.rows.count()).toBeGreaterThan(3);
  await expect(board.rows.filter({hasNotText: 'Start'})).toHaveCount(0);
});

test('the search finds a title, also one that comes only now and then', async ({board, page}) => {
  const title = (await board.rows.first().innerText()).match(/TITLE\w*/i)![0];
  await page.getByRole('searchbox').fill(title.toLowerCase());
  await expect(board.rows.filter({hasNotText: title})).toHaveCount(0);
  await expect(board.rows.first()).toContainText(title);
  await page.getByRole('searchbox').fill('no title has this name');
  await expect(board.panel('Events')).toContainText('No event matches yet');
  await page.getByRole('button', {name: 'Clear feed filter'}).click();
  await expect(board.rows.first()).toBeVisible();
});

test('the feed follows the newest until one scrolls', async ({board, page}) => {
  await expect.poll(() => board.rows.count()).toBeGreaterThan(8);
  await board.feedList.hover();
  await page.mouse.wheel(0, 400);
  const newer = page.getByRole('button', {name: /^[\d,]+ new$/});
  await expect(newer).toBeVisible();
  const first = board.rows.first();
  const held = await first.getAttribute('data-event-id');
  const count = await newer.innerText();
  await expect(newer).not.toHaveText(count);
  await expect(first).toHaveAttribute('data-event-id', held!);
  await newer.click();
  await expect(newer).toHaveCount(0);
  await expect(first).not.toHaveAttribute('data-event-id', held!);
});
