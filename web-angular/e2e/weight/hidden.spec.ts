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
  // A movement that had begun ends first. What events draw would not: they go on arriving.
  await page.evaluate(() => {
    const drawn = {changes: [] as string[]};
    Object.assign(window, {drawn});
    new MutationObserver((changes) => {
      drawn.changes.push(
        ...changes.map(({type, target}) => `${type} ${target.nodeName} ${target.textContent?.slice(0, 60)}`),
      );
    }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  });
  const drawn = () => page.evaluate(() => (window as unknown as {drawn: {changes: string[]}}).drawn.changes);
  const drawnDuring = async (events: number) => {
    const [counted, changes] = [live.audience.counted, await drawn()];
    await expect.poll(() => live.audience.counted).toBeGreaterThan(counted + events);
    return (await drawn()).slice(changes.length);
  };
  await expect.poll(() => drawnDuring(20), {timeout: 30_000}).toEqual([]);
  expect(await drawnDuring(120)).toEqual([]);
  const before = live.audience.counted;
  await setHidden(false);
  await expect.poll(() => board.health('Counted')).toBeGreaterThanOrEqual(before);
});
