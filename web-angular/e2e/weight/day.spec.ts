import {expect, test} from '../chat/test.ts';

const dayMs = 86_400_000;
/** Story seconds that pass in a second: a day in half a minute. */
const pace = 2_880;
const began = Date.now();
const story = () => began - dayMs + (Date.now() - began) * pace;

test.use({fixtureOptions: {sessions: 400, eventsPerSecond: pace, intervalMs: 25, now: story}});

test('holds its memory over a day', async ({page, address, board, live}) => {
  await board.open(address);
  const devtools = await page.context().newCDPSession(page);
  /** The lowest of several looks: what came since the garbage was collected is in some, what is held is in all. */
  const measure = async () => {
    let bytes = Infinity;
    for (let look = 0; look < 8; look++) {
      await devtools.send('HeapProfiler.collectGarbage');
      bytes = Math.min(bytes, (await devtools.send('Runtime.getHeapUsage')).usedSize);
    }
    const {nodes, jsEventListeners} = await devtools.send('Memory.getDOMCounters');
    return {megabytes: bytes / 1e6, nodes, listeners: jsEventListeners};
  };
  /** An hour of the story, in which somebody looks at this and that. */
  const lookAround = async () => {
    const tv = board.panel('Devices').getByRole('button', {name: /^TV/});
    await tv.click();
    await expect(board.chips).toHaveCount(1);
    await page.getByRole('button', {name: 'Pause updates'}).click();
    await page.getByRole('button', {name: /^Resume updates/}).click();
    await board.chips.first().click();
    await expect(board.chips).toHaveCount(0);
  };
  const start = live.audience.counted;
  const hours = (count: number) =>
    expect.poll(() => live.audience.counted - start, {timeout: 60_000}).toBeGreaterThan(count * 3_600);

  await hours(4);
  await lookAround();
  const early = await measure();
  for (let hour = 8; hour <= 24; hour += 4) {
    await hours(hour);
    await lookAround();
  }
  const late = await measure();
  await board.isLive();
  const told = JSON.stringify({early, late});
  expect(late.megabytes, told).toBeLessThan(early.megabytes + 3);
  expect(late.megabytes, told).toBeLessThan(60);
  expect(late.nodes, told).toBeLessThan(early.nodes * 1.2);
  expect(late.listeners, told).toBeLessThan(early.listeners * 1.2);
});
