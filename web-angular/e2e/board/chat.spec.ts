import {ChatPage} from '../page/chat-page.ts';
import {expect, test} from './test.ts';

test('asks the product and is answered', async ({board, page}) => {
  const chat = new ChatPage(page);
  await chat.ask('How many viewers are watching right now?');
  await chat.outcome('answered');
  await expect(chat.answer.getByRole('list', {name: 'How the question was read'})).toContainText('Active viewers');
  const said = Number((await chat.answer.getByRole('definition').innerText()).replaceAll(/[^0-9]/g, ''));
  // People come and go between the two looks.
  const shown = await board.number('Active viewers');
  expect(Math.abs(said - shown)).toBeLessThan(shown * 0.2);

  await chat.ask('what is the weather in Paris');
  await chat.outcome('answered');
  await expect(chat.answer.getByRole('list', {name: 'These would work'})).toBeVisible();

  await page.reload();
  await board.isLive();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.answers.first().getByRole('definition')).toHaveText(/[0-9]/);
});

test('the chat steers the board, step by step, and back', async ({board, page}) => {
  const chat = new ChatPage(page);
  const say = async (order: string) => {
    await chat.ask(order);
    await chat.outcome('answered');
  };
  // Names of devices are understood once the first events are in the lake.
  await expect(async () => {
    await say('show only TV in Germany');
    await expect(board.chips).toHaveCount(2, {timeout: 1_000});
  }).toPass({intervals: [1_000]});
  await expect(page).toHaveURL(/device=tv/);
  await expect(page).toHaveURL(/country=Germany/);
  await say('last hour');
  await expect(page.getByRole('radio', {name: 'Last 60 minutes'})).toBeChecked();
  await chat.answer.getByRole('button', {name: 'Undo on the board'}).click();
  await expect(page.getByRole('radio', {name: 'Last 5 minutes'})).toBeChecked();
  await expect(board.chips).toHaveCount(2);
  await say('clear filters');
  await expect(board.chips).toHaveCount(0);
  await say('pause');
  await expect(board.pill).toHaveAttribute('data-status', 'paused');
  await say('resume');
  await board.isLive();
});

test('asks about what the board shows, bound to its filters', async ({board, page}) => {
  const chat = new ChatPage(page);
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect(board.chips).toHaveCount(1);
  await board.panel('Error rate').getByRole('button', {name: 'Ask about Error rate'}).click();
  await chat.outcome('answered');
  await expect(chat.answer.getByRole('list', {name: 'How the question was read'})).toContainText('Quality is HD');
});
