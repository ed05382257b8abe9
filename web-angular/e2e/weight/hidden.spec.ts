import {expect, test} from '../chat/test.ts';

test('draws nothing while its tab is hidden, and the newest when it is looked at again', async ({
  page,
  address,
  board,
  live,
}) => {
  await board.open(address);
  await expect(board.rows.first()).toBeVisible();
  const setHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', {configurable: true, get: () => value});
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await setHidden(true);
  // What had been asked for before the tab was hidden is drawn still.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 1_000))));
  await page.evaluate(() => {
    const drawn = {changes: 0};
    Object.assign(window, {drawn});
    new MutationObserver((changes) => (drawn.changes += changes.length)).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  const counted = live.audience.counted;
  await expect.poll(() => live.audience.counted).toBeGreaterThan(counted + 120);
  expect(await page.evaluate(() => (window as unknown as {drawn: {changes: number}}).drawn.changes)).toBe(0);
  const before = live.audience.counted;
  await setHidden(false);
  await expect.poll(() => board.health('Counted')).toBeGreaterThanOrEqual(before);
});
