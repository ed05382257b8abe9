import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from '../chat/test.ts';

test('asks about card, panel, place and bar, bound to what the board shows', async ({board, chat, page, service}) => {
  await board.panel('Error rate').getByRole('button', {name: 'Ask about Error rate'}).click();
  await chat.outcome('answered');
  await expect(chat.questions.last()).toContainText('Error rate by hour, last 24 hours');
  expect(service.asked.at(-1)!.boundFilters).toEqual({});

  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect(board.chips).toHaveCount(1);
  await board.places.first().hover();
  await page.getByRole('button', {name: /^Ask about United States/}).click();
  await expect(chat.questions).toHaveCount(2);
  await chat.outcome('answered');
  expect(Object.keys(service.asked.at(-1)!.boundFilters).sort()).toEqual(['country', 'quality']);
  await expect(chat.question).toBeFocused();

  await board.panel('Devices').getByRole('button', {name: 'Ask about TV'}).focus();
  await page.keyboard.press('Enter');
  await expect(chat.questions).toHaveCount(3);
  expect(service.asked.at(-1)!.boundFilters['device_type']!.values).toEqual(['tv']);
});

test('the chat steers the board, and says what it did with a way back', async ({board, chat, page}) => {
  await chat.ask('show only TV in Germany');
  await chat.outcome('answered');
  await expect(board.chips).toHaveCount(2);
  await expect(page).toHaveURL(/country=Germany/);
  await expect(chat.answer).toContainText('On the board: Country is Germany, Device is tv.');
  await expectAccessible(page);
  await chat.answer.getByRole('button', {name: 'Undo on the board'}).click();
  await expect(board.chips).toHaveCount(0);
  await chat.ask('pause');
  await expect(board.pill).toHaveAttribute('data-status', 'paused');
  // An order is carried out once: the conversation that comes back orders nothing again.
  await page.getByRole('button', {name: /^Resume updates/}).click();
  await expect(page).not.toHaveURL(/paused/);
  await page.reload();
  await board.isLive();
  await expect(chat.answers).toHaveCount(2);
  await expect(board.chips).toHaveCount(0);
});

test.describe('at 390 px', () => {
  test.use({viewport: {width: 390, height: 844}});

  test('asking brings the chat to the front', async ({board, chat, page}) => {
    await board.panel('Active viewers').getByRole('button', {name: 'Ask about Active viewers'}).click();
    await expect(page.getByRole('tab', {name: 'Chat'})).toHaveAttribute('aria-selected', 'true');
    await chat.outcome('answered');
  });
});
