import {expect, test} from '@playwright/test';
import {BoardPage} from '../page/board-page.ts';
import {AppHost} from '../product/app-host.ts';

/** What the simulator wrote down while it sent. */
interface Ledger {
  readonly messages: number;
  readonly events: number;
  readonly late: number;
  readonly duplicates: number;
  readonly malformed: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly eventsByDevice: Readonly<Record<string, number>>;
  readonly latest: readonly {readonly customerId: string; readonly at: string; readonly eventType: string}[];
}

const messages = 4_000;
const host = new AppHost();
let address: string;

test.beforeAll(async () => {
  address = await host.start(1_000, {
    Simulator__MaxEvents: `${messages}`,
    Simulator__MalformedShare: '0.01',
    Simulator__DuplicateShare: '0.01',
    Simulator__LateShare: '0.01',
  });
});
test.afterAll(() => host.stop());

/** Distinct customers whose latest event of the 60 s before `at` does not end their viewing. */
function activeViewers(ledger: Ledger, at: number): number {
  const ends = (type: string) => ['stop', 'complete', 'error'].includes(type);
  const latest = new Map<string, {at: number; active: boolean}>();
  for (const event of ledger.latest) {
    const time = Date.parse(event.at);
    const known = latest.get(event.customerId);
    if (
      time > at - 60_000 &&
      time <= at &&
      (!known || time > known.at || (time === known.at && ends(event.eventType)))
    ) {
      latest.set(event.customerId, {at: time, active: !ends(event.eventType)});
    }
  }
  return [...latest.values()].filter(({active}) => active).length;
}

test('the counts on screen equal what was sent', async ({page, request}) => {
  const board = new BoardPage(page);
  await board.open(`${address}?window=1h`);
  const read = async () => (await (await request.get(`${address}/simulator/ledger`)).json()) as Ledger;
  await expect.poll(async () => (await read()).messages).toBe(messages);
  const ledger = await read();
  expect(ledger).toMatchObject({late: expect.any(Number), duplicates: expect.any(Number)});

  await expect.poll(() => board.health('Counted')).toBe(ledger.events);
  await expect.poll(() => board.health('Invalid')).toBe(ledger.malformed);
  await expect.poll(() => board.health('Late')).toBe(ledger.late);
  await expect.poll(() => board.health('Duplicates')).toBe(ledger.duplicates);

  // The minute in which a viewer counts runs while the screen is read, so any instant of the last five seconds is right.
  const instants = () => {
    const now = Date.now();
    return Array.from({length: 101}, (_, step) => activeViewers(ledger, now - step * 50));
  };
  await expect(async () => expect(instants()).toContain(await board.number('Active viewers'))).toPass();

  const exactly = (count = 0) => count.toLocaleString('en');
  await expect(board.panel('Events per second')).toContainText(`${exactly(ledger.events)} in the last hour`);
  await expect(board.panel('Error rate')).toContainText(
    `${exactly(ledger.eventsByType['error'])} of ${exactly(ledger.events)} events`,
  );
  const types = page.getByRole('group', {name: 'Event types in the feed'});
  for (const [type, count] of Object.entries(ledger.eventsByType)) {
    const name = type.charAt(0).toUpperCase() + type.slice(1).replaceAll('_', ' ');
    await expect(
      types.getByRole('button', {name: new RegExp(`^${name}`)}).getByTitle(`${exactly(count)} in the window`),
    ).toBeAttached();
  }
  for (const [device, name] of [
    ['tv', 'TV'],
    ['mobile', 'Mobile'],
  ] as const) {
    await page.getByRole('button', {name: `Details for ${name}`}).click();
    const details = page.getByRole('region', {name: `Details for ${name}`});
    await expect(details).toContainText(`Events${exactly(ledger.eventsByDevice[device])}`);
  }
});
