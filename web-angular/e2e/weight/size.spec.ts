import {gzipSync} from 'node:zlib';
import {expect, test} from '../chat/test.ts';

/** What a page may weigh, compressed, before it draws its first chart or map. */
const mostKilobytes = 300;

test('is small before its first chart, and brings charts and map only then', async ({page, address, live, board}) => {
  const loaded = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (response.url().startsWith(address)) {
      loaded.set(new URL(response.url()).pathname, response.body());
    }
  });
  live.silent = true;
  await page.goto(address);
  await expect(page.locator('app-welcome button').first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const files = await Promise.all(
    [...loaded].map(async ([path, body]) => ({path, text: await body, bytes: gzipSync(await body).length})),
  );
  const kilobytes = files.reduce((sum, {bytes}) => sum + bytes, 0) / 1_000;
  expect(kilobytes, files.map(({path, bytes}) => `${bytes} ${path}`).join('\n')).toBeLessThan(mostKilobytes);
  expect(kilobytes).toBeGreaterThan(50);
  // ECharts and the atlas say so themselves.
  const heavy = /_echarts_instance_|Topology/;
  expect(
    files.filter(({path, text}) => path.endsWith('.js') && heavy.test(text.toString())).map(({path}) => path),
  ).toEqual([]);
  // Nor does anything come for a sign-in that nobody has configured.
  expect(files.filter(({text}) => text.includes('code_challenge')).map(({path}) => path)).toEqual([]);
  const early = new Set(loaded.keys());
  live.silent = false;
  await board.isLive();
  const later = async () => {
    const files = [...loaded].filter(([path]) => !early.has(path)).map(async ([, body]) => (await body).toString());
    return (await Promise.all(files)).filter((text) => heavy.test(text)).length;
  };
  await expect.poll(later).toBe(2);
});
