import {expect, test} from './test.ts';

test('scrolls through 10,000 rows without keeping the page from drawing', async ({chat, page}) => {
  await chat.ask('sessions with the longest stalls');
  await chat.outcome('answered');
  await expect(chat.table).toHaveAttribute('aria-rowcount', '10001');
  const scroller = chat.answer.getByRole('region', {name: /^Table/});
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(window, {long});
    new PerformanceObserver((list) => list.getEntries().forEach((task) => long.push(task.duration))).observe({
      type: 'longtask',
    });
  });
  // A screen a frame, from the first row to the last.
  const drawn = await scroller.evaluate(async (element) => {
    let frames = 0;
    for (let top = 0; top < element.scrollHeight - element.clientHeight; top += 1_600) {
      element.scrollTop = top;
      await new Promise(requestAnimationFrame);
      frames++;
    }
    element.scrollTop = element.scrollHeight;
    return frames;
  });
  expect(drawn).toBeGreaterThan(150);
  await expect(chat.table.locator('[aria-rowindex="10001"]')).toBeVisible();
  await expect(chat.table.locator('[aria-rowindex="10001"]').getByRole('cell').first()).toHaveText(/SESSION_/);
  expect(await chat.table.getByRole('row').count()).toBeLessThan(100);
  const long = await page.evaluate(() => (window as unknown as {long: number[]}).long);
  // The machine may be busy with other things; what may not be is that scrolling itself is heavy.
  expect(long.length, `long tasks, ms: ${long.join(', ')}`).toBeLessThan(drawn / 10);
});

test('fetches every row before it sorts them', async ({chat}) => {
  await chat.ask('sessions with the longest stalls');
  await chat.outcome('answered');
  await chat.table.getByRole('button', {name: 'Buffering duration'}).click();
  await chat.table.getByRole('button', {name: 'Buffering duration'}).click();
  await expect(chat.table.getByRole('columnheader', {name: /Buffering duration/})).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(chat.table.getByRole('row').nth(1).getByRole('cell').last()).toHaveText(/^\s*9\s*$/);
});
