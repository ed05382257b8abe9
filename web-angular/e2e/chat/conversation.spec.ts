import {expect, test} from './test.ts';

test('shows what happens and stops it, here and in the service', async ({chat, service}) => {
  await chat.ask('everything, slowly');
  await chat.outcome('asking');
  await expect(chat.answer.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '82');
  await expect(chat.answer).toContainText('Reading the data…');
  await expect(chat.answer).toContainText('46 MB');
  await expect(chat.answer).toContainText('The lake is busy');
  await chat.answer.getByRole('button', {name: 'Cancel'}).click();
  await chat.outcome('failed');
  await expect(chat.answer).toContainText('You stopped this question.');
  await expect.poll(() => service.cancelled).toBe(1);
});

test('stops with Escape and brings the question back with the arrow up', async ({chat, service}) => {
  await chat.ask('everything, slowly');
  await expect(chat.answer.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '82');
  await chat.question.press('Escape');
  await chat.outcome('failed');
  await expect.poll(() => service.cancelled).toBe(1);
  await chat.question.press('ArrowUp');
  await expect(chat.question).toHaveValue('everything, slowly');
});

test('is the same conversation after a reload', async ({chat, board, page}) => {
  await chat.ask('average buffering rate');
  await chat.outcome('answered');
  await chat.ask('error rate by hour');
  await chat.drawn('line');
  await page.reload();
  await board.isLive();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.answers.first()).toContainText('1.81');
  await chat.drawn('line');
});

test('begins anew and comes back by the history', async ({chat, page}) => {
  await chat.ask('average buffering rate');
  await chat.outcome('answered');
  await page.getByRole('button', {name: 'New conversation'}).click();
  await expect(chat.questions).toHaveCount(0);
  await chat.ask('viewers by city');
  await chat.outcome('answered');
  await page.getByRole('button', {name: 'History'}).click();
  await page.getByRole('menuitemradio', {name: /average buffering rate/}).click();
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.answer).toContainText('1.81');
});

test('binds a question to the filters of the board, and lets go of them', async ({chat, page, service}) => {
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await page.getByRole('region', {name: 'Devices'}).getByRole('button', {name: /^TV/}).click();
  await chat.ask('average buffering rate');
  await chat.outcome('answered');
  await expect(chat.log).toContainText('Device TV, Quality HD');
  const bound = Object.entries(service.asked.at(-1)!.boundFilters).map(([name, {values}]) => [name, ...values]);
  expect(bound.sort()).toEqual([
    ['device_type', 'tv'],
    ['quality', 'HD'],
  ]);
  await page.getByRole('button', {name: 'Ask without Device TV'}).click();
  await chat.ask('viewers by city');
  await chat.outcome('answered');
  expect(Object.keys(service.asked.at(-1)!.boundFilters)).toEqual(['quality']);
  await expect(page).toHaveURL(/device=tv/);
});

test('follows what comes until one scrolls up', async ({chat, page}) => {
  for (const question of ['average buffering rate', 'bandwidth by city', 'viewers by city']) {
    await chat.ask(question);
    await chat.outcome('answered');
  }
  await chat.drawn('bar');
  await expect(chat.questions.last()).toBeInViewport();
  await chat.log.hover();
  await page.mouse.wheel(0, -2_000);
  const newest = page.getByRole('button', {name: 'Newest answer'});
  await expect(newest).toBeVisible();
  await expect(chat.questions.first()).toBeInViewport();
  await newest.click();
  await expect(chat.questions.last()).toBeInViewport();
  await expect(newest).toHaveCount(0);
});

test.describe('while the service is away', () => {
  // The browser itself tells the console of connections that fail.
  test.use({complaints: async ({}, use) => use([])});

  test('keeps the question, says so and goes on when it is back', async ({chat, page, service}) => {
    await service.stop();
    await chat.ask('average buffering rate');
    await chat.outcome('failed');
    await expect(chat.answer).toContainText('can’t be reached');
    await page.reload();
    await expect(page.getByRole('region', {name: 'Chat service not reachable'})).toContainText(`:${service.port}`);
    // Pressed while the service is still away: once it is back the page may connect by itself and take the button away first.
    await page.getByRole('button', {name: 'Retry now'}).click();
    await service.start(service.port);
    await expect(page.getByRole('region', {name: 'Chat service not reachable'})).toHaveCount(0);
    await chat.ask('average buffering rate');
    // A connection that the browser kept from before may break once more; then the page offers another try.
    await expect(async () => {
      const again = chat.answer.getByRole('button', {name: 'Try again'});
      if (await again.isVisible()) await again.click();
      await expect(chat.answer).toHaveAttribute('data-outcome', 'answered', {timeout: 5_000});
    }).toPass();
  });
});
