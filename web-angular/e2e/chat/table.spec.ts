import {expect, test} from './test.ts';

test('scrolls through 10,000 rows without keeping the page from drawing', async ({chat, page}) => {
  await chat.ask('sessions with the longest stalls');
  await chat.outcome('answered');
  await expect(chat.table).toHaveAttribute('aria-rowcount', '10001');
  const scroller = chat.answer.getByRole('region', {name: /^Table/});

  // The page's own work, not the time that passes: the machine may be busy with other things.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable', {timeDomain: 'threadTicks'});
  const workMs = async () => {
    const {metrics} = await browser.send('Performance.getMetrics');
    return metrics.find(({name}) => name === 'TaskDuration')!.value * 1_000;
  };
  const before = await workMs();
  // A screen a frame, through the pages that come while one scrolls.
  const frames = await scroller.evaluate(async (element) => {
    let drawn = 0;
    for (; drawn < 240; drawn++) {
      element.scrollTop += element.clientHeight;
      await new Promise(requestAnimationFrame);
    }
    return drawn;
  });
  const perFrame = ((await workMs()) - before) / frames;
  expect(perFrame, `${perFrame.toFixed(1)} ms of work for a frame`).toBeLessThan(25);

  await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
  const last = chat.table.locator('[aria-rowindex="10001"]');
  await expect(last).toBeVisible();
  await expect(last.getByRole('cell').first()).toHaveText(/SESSION_/);
  await expect.poll(() => chat.table.getByRole('row').count()).toBeLessThan(100);
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
