import {test as base} from '@playwright/test';
import {fileURLToPath} from 'node:url';
import {LiveFixture, type FixtureOptions} from '../fixture/live-fixture.ts';
import {PageServer} from '../fixture/page-server.ts';
import {BoardPage} from '../page/board-page.ts';

export const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** A page of its own with a live service of its own, which the journey may break. */
export const test = base.extend<{
  fixtureOptions: FixtureOptions;
  service: LiveFixture & {port: number};
  address: string;
  board: BoardPage;
}>({
  fixtureOptions: [{}, {option: true}],
  service: async ({fixtureOptions}, use) => {
    const fixture = new LiveFixture(fixtureOptions);
    const port = await fixture.start();
    await use(Object.assign(fixture, {port}));
    await fixture.stop();
  },
  address: async ({service}, use) => {
    const server = new PageServer(dist, {liveUrl: `http://127.0.0.1:${service.port}`});
    await use(await server.start());
    await server.stop();
  },
  board: async ({page, address}, use) => {
    const board = new BoardPage(page);
    await board.open(address);
    await use(board);
  },
});
export {expect} from '@playwright/test';
