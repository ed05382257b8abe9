import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from './test.ts';

test('every chart has a table with the same numbers, and a link that opens it', async ({board, page}) => {
  await page.getByRole('button', {name: 'Pause updates'}).click();
  const viewers = await board.number('Active viewers');
  for (const panel of ['Viewers by place', 'Quality', 'Devices', 'Trends']) {
    await page.getByRole('button', {name: `${panel} as table`}).click();
  }
  for (const panel of ['Viewers by place', 'Quality', 'Devices']) {
    const cells = await board.panel(panel).locator('tbody td:nth-of-type(1)').allInnerTexts();
    const sum = cells.map((cell) => Number(cell.replaceAll(',', ''))).reduce((a, b) => a + b, 0);
    // Everyone counts once.
    expect(sum, panel).toBe(viewers);
  }
  await expect(board.panel('Trends').getByRole('row')).not.toHaveCount(1);
  await expect(page).toHaveURL(/table=trends&table=map&table=quality&table=devices/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
    await expectAccessible(page);
  }
  await page.reload();
  await expect(board.panel('Devices').getByRole('table')).toBeVisible();
  await expect(board.panel('Viewers by place').getByRole('img')).toHaveCount(0);
});

test('a table sorts by keyboard and its rows filter the board', async ({board, page}) => {
  await page.getByRole('button', {name: 'Devices as table'}).click();
  const table = board.panel('Devices').getByRole('table');
  await table.getByRole('button', {name: 'Device', exact: true}).focus();
  await page.keyboard.press('Enter');
  await expect(table.getByRole('columnheader', {name: 'Device'})).toHaveAttribute('aria-sort', 'ascending');
  await expect(table.getByRole('rowheader')).toHaveText(['Mobile', 'Tablet', 'TV', 'Web']);
  await table.getByRole('button', {name: 'TV'}).press('Enter');
  await expect(board.chips).toHaveText(/Device\s*TV/);
});
