import {expectAccessible} from '../page/accessibility.ts';
import {expectUnmoved, watchShifts} from '../page/shifts.ts';
import {expect, test} from './test.ts';

test('is split by a bar that the mouse and the keyboard move, and remembers where', async ({chat, board, page}) => {
  const bar = page.getByRole('separator', {name: 'Width of the dashboard'});
  const first = page.getByRole('region', {name: 'Dashboard'});
  const width = async () => (await first.boundingBox())!.width;
  await expect(chat.log).toBeVisible();
  const before = await width();
  await bar.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeLessThan(before);
  const box = (await bar.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, 400);
  await page.mouse.down();
  await page.mouse.move(900, 400, {steps: 4});
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await width()) - 900)).toBeLessThan(12);
  await page.reload();
  await board.isLive();
  await expect.poll(async () => Math.abs((await width()) - 900)).toBeLessThan(12);
  await bar.dblclick();
  await expect.poll(async () => Math.abs((await width()) - before)).toBeLessThan(2);
});

test.describe('with a story that stands still', () => {
  test.use({fixtureOptions: {still: true}});

  test('moves nothing while the halves arrive', async ({page, address, board}) => {
    await watchShifts(page);
    await board.open(address);
    await expect(page.getByRole('button', {name: 'Viewers by city, last 7 days'})).toBeVisible();
    await expectUnmoved(page, 0.02);
  });
});

test('is accessible before the first question', async ({page, chat}) => {
  await expect(chat.question).toBeVisible();
  await expectAccessible(page);
});

test('is accessible, whatever was answered', async ({chat, page}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  for (const question of ['buffering rate', 'bandwidth by city', 'revenue', 'the rate', 'unreachable']) {
    await chat.ask(question);
    await expect(chat.answer).not.toHaveAttribute('data-outcome', 'asking');
  }
  await page.getByRole('button', {name: 'Show SQL'}).last().click();
  await chat.ask('viewers by city');
  await chat.drawn('bar');
  await chat.ask('everything, slowly');
  await expect(chat.answer.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '82');
  await expectAccessible(page, '#half-chat');
});

test.describe('at 390 px', () => {
  test.use({viewport: {width: 390, height: 844}});

  test('has tabs and is accessible', async ({chat, page}) => {
    await page.emulateMedia({reducedMotion: 'reduce'});
    await expectAccessible(page);
    await page.getByRole('tab', {name: 'Dashboard'}).press('ArrowRight');
    await expect(page.getByRole('tab', {name: 'Chat'})).toBeFocused();
    await expect(page.getByRole('tabpanel', {name: 'Chat'})).toBeVisible();
    await expect(page.getByRole('tabpanel', {name: 'Dashboard'})).toBeHidden();
    await chat.ask('average bandwidth by city');
    await chat.outcome('answered');
    await expect(chat.table).toBeVisible();
    await chat.ask('error rate by hour');
    await chat.drawn('line');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    await expect.poll(() => chat.log.evaluate((log) => log.scrollWidth - log.clientWidth)).toBe(0);
    await expectAccessible(page, '#half-chat');
  });
});

test('asks and answers by keyboard alone', async ({chat, page}) => {
  await chat.question.focus();
  await page.keyboard.type('average');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('buffering rate');
  await expect(chat.question).toHaveValue('average\nbuffering rate');
  await page.keyboard.press('Enter');
  await chat.outcome('answered');
  await expect(chat.question).toHaveValue('');
  await chat.answer.getByRole('radio', {name: 'Number'}).focus();
  await page.keyboard.press('ArrowRight');
  await expect(chat.table).toBeVisible();
  await chat.answer.getByRole('button', {name: 'By device'}).press('Enter');
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.question).toBeFocused();
});
