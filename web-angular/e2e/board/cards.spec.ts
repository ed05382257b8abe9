import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from './test.ts';

test('a card is judged by the bands that one chooses, here and after a reload', async ({board, page}) => {
  const card = board.panel('Events per second');
  await card.getByRole('button', {name: /Set the bands of Events per second/}).click();
  const dialog = page.getByRole('dialog', {name: 'Bands of Events per second'});
  await dialog.getByLabel('Warning').fill('1000000');
  await dialog.getByLabel('Critical').fill('2000000');
  await expect(dialog.getByRole('status')).toContainText('Critical must be below warning');
  await expect(dialog.getByRole('button', {name: 'Save'})).toBeDisabled();
  await expectAccessible(page, '[role=dialog]');
  await dialog.getByLabel('Critical').fill('0');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('Low');
  await page.reload();
  await board.isLive();
  await expect(card).toContainText('Low');
  await card.getByRole('button', {name: /Change the bands of Events per second/}).click();
  await dialog.getByRole('button', {name: 'Reset'}).click();
  await expect(card).not.toContainText('Low');
});

test('the number of errors leads to the errors', async ({board}) => {
  await board
    .panel('Error rate')
    .getByRole('button', {name: /Narrow the board to errors$/})
    .click();
  await expect(board.chips).toHaveText(/Event type\s*Error/);
  await expect(board.rows.filter({hasNotText: 'Error'})).toHaveCount(0);
});
