import {BoardPage} from '../page/board-page.ts';
import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from './test.ts';

test('keeps its numbers while the service is away and goes on when it is back', async ({board, service, page}) => {
  await service.stop();
  await expect(board.pill).toHaveText(/Reconnecting|Offline/);
  await expect(page.getByRole('status')).toContainText(/Reconnecting|Offline/);
  await expect(board.panel('Devices')).toContainText(/\d+ s old/);
  expect(await board.number('Active viewers')).toBeGreaterThan(0);
  const counted = await board.health('Counted');
  await expectAccessible(page);
  await service.start(service.port);
  await board.isLive();
  await expect.poll(() => board.health('Counted')).toBeGreaterThan(counted);
  await expect(board.panel('Devices')).not.toContainText('s old');
});

test('takes its filters along when it reconnects', async ({board, service, page}) => {
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).toContainText('100 %');
  await service.stop();
  await expect(board.pill).toHaveText(/Reconnecting|Offline/);
  await service.start(service.port);
  await board.isLive();
  await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).toContainText('100 %');
});

test('filters although the service has forgotten the subscription', async ({board, service, page}) => {
  service.forgetSubscriptions();
  await page.getByRole('button', {name: '4K', exact: true}).click();
  await expect(board.panel('Quality').getByRole('row', {name: /^4K/})).toContainText('100 %');
  await board.isLive();
});

test('calls a service that says nothing delayed', async ({board, service}) => {
  service.silent = true;
  await expect(board.pill).toHaveText(/Delayed/);
  service.silent = false;
  await board.isLive();
});

test('names the address of a service that never answers', async ({page, service, address}) => {
  await service.stop();
  await page.goto(address);
  await expect(page.getByRole('region', {name: 'Live service not reachable'})).toContainText(
    `does not answer at http://127.0.0.1:${service.port}`,
  );
  await expect(page.getByRole('region', {name: 'Quality', exact: true})).toHaveAttribute('aria-busy', 'true');
  // Pressed while the service is still away: once it is back the page may connect by itself and take the button away first.
  await page.getByRole('button', {name: /^Retry now/}).click();
  await service.start(service.port);
  await new BoardPage(page).isLive();
  await expect(page.getByRole('region', {name: 'Live service not reachable'})).toHaveCount(0);
});

test('says that it is paused and what it missed even when the service goes away', async ({board, service, page}) => {
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await service.stop();
  await expect(board.pill).toHaveText(/Paused.*(reconnecting|offline)/);
  await service.start(service.port);
  await expect(board.pill).toHaveText(/^\s*Paused · \d+ s\s*$/);
  await page.getByRole('button', {name: /^Resume updates/}).click();
  await board.isLive();
});

test.describe('with a story that stands still', () => {
  // Rows of the feed move down as newer ones come: that is what a feed does, and not what is looked for here.
  test.use({fixtureOptions: {still: true}});

  test('moves nothing while its numbers arrive', async ({page, address}) => {
    await page.addInitScript(() => {
      const shifts: string[] = [];
      Object.assign(window, {shifts});
      interface Shift extends PerformanceEntry {
        readonly value: number;
        readonly sources: readonly {readonly node: Node | null}[];
      }
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as Shift[]) {
          const moved = entry.sources.map(({node}) => (node instanceof Element ? node.className : node?.nodeName));
          shifts.push(`${entry.value} ${moved.join(', ')}`);
        }
      }).observe({type: 'layout-shift', buffered: true});
    });
    const board = new BoardPage(page);
    await board.open(address);
    await expect(board.rows.first()).toBeVisible();
    await expect(board.map.locator('path.open').first()).toBeVisible();
    await expect(board.panel('Quality').locator('.ring path').first()).toBeVisible();
    const shifts = await page.evaluate(() => (window as unknown as {shifts: string[]}).shifts);
    const total = shifts.reduce((sum, shift) => sum + parseFloat(shift), 0);
    expect(total, shifts.join('\n')).toBeLessThan(0.01);
  });
});

test.describe('without viewers', () => {
  test.use({fixtureOptions: {sessions: 0}});

  test('says what to wait for', async ({board}) => {
    for (const panel of ['Viewers by place', 'Quality', 'Devices']) {
      await expect(board.panel(panel)).toContainText('Nobody is watching yet');
    }
    await expect(board.panel('Events')).toContainText('No events yet');
    await expect(board.card('Error rate')).toHaveText('–');
    await expectAccessible(board.page);
  });
});
