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

test('the feed follows the newest until one scrolls, and leaves what is read where it is', async ({board, page}) => {
  await expect.poll(() => board.rows.count()).toBeGreaterThan(10);
  await board.feedList.hover();
  const newer = page.getByRole('button', {name: /^[\d,]+ new$/});
  await expect(newer).toBeVisible();
  const newest = await board.rows.first().getAttribute('data-event-id');
  const read = board.row((await board.rows.nth(10).getAttribute('data-event-id'))!);
  const place = async () => (await read.boundingBox())?.y;
  const before = (await place())!;
  await page.mouse.wheel(0, 400);
  await expect.poll(place).toBe(before - 400);
  await page.mouse.move(0, 0);
  const count = await newer.innerText();
  await expect(newer).not.toHaveText(count);
  expect(await place()).toBe(before - 400);
  await newer.click();
  await expect(newer).toHaveCount(0);
  await expect(board.row(newest!)).toHaveCount(0);
});
