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
