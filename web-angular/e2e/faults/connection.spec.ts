import {LiveFixture} from '../fixture/live-fixture.ts';
import {PageServer} from '../fixture/page-server.ts';
import {BoardPage} from '../page/board-page.ts';
import {expectAccessible} from '../page/accessibility.ts';
import {expectUnmoved, watchShifts} from '../page/shifts.ts';
import {dist, expect, test} from './test.ts';

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

test.describe('in a quiet stream', () => {
  // The newest rows stay in sight long enough to be looked at.
  test.use({fixtureOptions: {eventsPerSecond: 2}});

  test('shows where events may be missing when the service comes back without them', async ({board, service}) => {
    await expect.poll(() => board.rows.count()).toBeGreaterThan(3);
    await service.stop();
    await expect(board.pill).toHaveText(/Reconnecting|Offline/);
    service.forgetThePast();
    await service.start(service.port);
    await board.isLive();
    await expect(board.gaps).toContainText('Connection lost: events may be missing');
    await expectAccessible(board.page);
  });

  test('shows no gap when the service tells again what was missed', async ({board, service}) => {
    await expect.poll(() => board.rows.count()).toBeGreaterThan(3);
    await service.stop();
    await expect(board.pill).toHaveText(/Reconnecting|Offline/);
    await service.start(service.port);
    await board.isLive();
    const newest = await board.rows.first().getAttribute('data-event-id');
    await expect(board.rows.first()).not.toHaveAttribute('data-event-id', newest!);
    await expect(board.gaps).toHaveCount(0);
  });
});

test('goes to the other node at once when its own stops, and back when that stops too', async ({page, service}) => {
  const other = new LiveFixture();
  const otherPort = await other.start();
  const nodes = [service.port, otherPort].map((port) => `http://127.0.0.1:${port}`);
  const server = new PageServer(dist, {liveUrls: nodes});
  const asked: string[] = [];
  page.on(
    'request',
    (request) => request.url().endsWith('/WatchDashboard') && asked.push(new URL(request.url()).origin),
  );
  try {
    const board = new BoardPage(page);
    await board.open(await server.start());
    expect(asked).toEqual([nodes[0]]);
    await service.stop();
    await expect.poll(() => asked).toEqual(nodes);
    await board.isLive();
    await page.getByRole('button', {name: 'HD', exact: true}).click();
    await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).toContainText('100 %');
    await service.start(service.port);
    await other.stop();
    await expect.poll(() => asked.at(-1)).toBe(nodes[0]);
    await board.isLive();
    await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).toContainText('100 %');
  } finally {
    await Promise.all([server.stop(), other.stop()]);
  }
});

test('says on every panel that partitions stand still', async ({board, service, page}) => {
  service.stalePartitions = 2;
  for (const panel of ['Active viewers', 'Viewers by place', 'Quality', 'Devices', 'Events', 'Data health']) {
    await expect(board.panel(panel)).toContainText('2 of 8 partitions stand still');
  }
  await expectAccessible(page);
  service.stalePartitions = 0;
  await expect(board.panel('Quality')).not.toContainText('stand still');
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
    await watchShifts(page);
    const board = new BoardPage(page);
    await board.open(address);
    await expect(board.rows.first()).toBeVisible();
    await expect(board.map.locator('path.open').first()).toBeVisible();
    await expect(board.panel('Quality').locator('.ring path').first()).toBeVisible();
    await expectUnmoved(page);
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
