import {expect, test} from './test.ts';

test('answers with a number, says how it read the question and shows its SQL', async ({chat, page}) => {
  await chat.ask('What’s the average bufering rate?');
  await chat.outcome('answered');
  await expect(chat.answer).toContainText('1.81 stalls per session');
  await expect(chat.answer.getByRole('list', {name: 'How the question was read'})).toContainText('Last 7 days');
  await expect(chat.answer).toContainText('Read “bufering” as “buffering”.');
  await expect(chat.answer).toContainText('Data up to');
  await expect(page.getByRole('status').filter({hasText: 'Answer: Average buffering rate'})).toBeAttached();
  await expect(chat.question).toBeFocused();
  await chat.answer.getByRole('button', {name: 'What Buffering rate means'}).focus();
  await expect(page.getByRole('tooltip')).toContainText('Stalls per session');
  await chat.answer.getByRole('button', {name: 'Show SQL'}).click();
  await expect(chat.answer.getByRole('region', {name: 'SQL'})).toContainText('count(DISTINCT session_id)');
});

test('answers with a table that can be sorted', async ({chat}) => {
  await chat.ask('average bandwidth by city');
  await chat.outcome('answered');
  const firstCells = chat.table.getByRole('row').nth(1).getByRole('cell');
  await expect(firstCells).toHaveText(['New York', 'United States', '1,204', '1.91', '22.40']);
  await chat.table.getByRole('button', {name: 'Error rate'}).click();
  await expect(chat.table.getByRole('columnheader', {name: /Error rate/})).toHaveAttribute('aria-sort', 'descending');
  await expect(firstCells.first()).toHaveText('Mumbai');
  await chat.table.getByRole('button', {name: 'City'}).click();
  await expect(firstCells.first()).toHaveText('Berlin');
});

test('draws a time series, and its table twin', async ({chat}) => {
  await chat.ask('Error rate by hour');
  await chat.outcome('answered');
  await chat.drawn('line');
  await expect(chat.chart).toHaveAccessibleName(/Line chart by Hour, UTC, 72 values.*highest 6\.42 %/);
  await chat.showAs('Bars');
  await chat.drawn('bar');
  await chat.showAs('Table');
  await expect(chat.table).toHaveAttribute('aria-rowcount', '73');
  await chat.showAs('Line');
  await chat.drawn('line');
});

test('draws a comparison of two periods', async ({chat}) => {
  await chat.ask('start-up time by device, this week vs last week');
  await chat.outcome('answered');
  await chat.drawn('groupedBar');
  await expect(chat.chart).toContainText('last week');
  await expect(chat.chart).toContainText('Mobile');
});

test('asks back, and the choice answers', async ({chat, service}) => {
  await chat.ask('what about the rate?');
  await chat.outcome('answered');
  await expect(chat.answer).toContainText('Which one do you mean?');
  await chat.answer.getByRole('button', {name: /^Buffering rate/}).click();
  await expect(chat.answer).toContainText('1.81');
  expect(service.asked.at(-1)!.message).toBe('Average buffering rate');
});

test('refuses, says which words it does not know and offers what would work', async ({chat}) => {
  await chat.ask('revenue when the weather is bad');
  await expect(chat.answer.getByRole('list', {name: 'Words not understood'}).getByRole('listitem')).toHaveText([
    'weather',
    'revenue',
  ]);
  await chat.answer.getByRole('button', {name: 'Viewers by city, last 7 days'}).click();
  await chat.drawn('bar');
});

test('explains a measure', async ({chat}) => {
  await chat.ask('what is rebuffering ratio');
  await expect(chat.answer).toContainText('Stalled time divided by watch time');
});

test('says when nothing matches', async ({chat}) => {
  await chat.ask('errors in Antarctica');
  await expect(chat.answer).toContainText('No rows: nothing matches this reading.');
});

test('says what failed and tries again', async ({chat}) => {
  await chat.ask('is the lake unreachable');
  await chat.outcome('failed');
  await expect(chat.answer).toContainText('The lake can’t be reached');
  await chat.answer.getByRole('button', {name: 'Try again'}).click();
  await chat.outcome('answered');
  await expect(chat.answers).toHaveCount(1);
});

test('saves an answer as a file', async ({chat, page}) => {
  await chat.ask('viewers by city');
  await chat.outcome('answered');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chat.answer.getByRole('button', {name: 'CSV file of this answer'}).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
});

test('copies a table for a spreadsheet', async ({chat, page, context}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await chat.ask('active viewers by quality');
  await chat.outcome('answered');
  await chat.answer.getByRole('button', {name: 'Copy table'}).click();
  await expect(chat.answer.getByRole('button', {name: 'Copied table'})).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'Quality\tActive viewers\nHD\t1344\n4K\t648\nSD\t408',
  );
});
