import {expect, test as base} from '@playwright/test';
import {fileURLToPath} from 'node:url';
import {ChatFixture} from '../fixture/chat-fixture.ts';
import {LiveFixture, type FixtureOptions} from '../fixture/live-fixture.ts';
import {PageServer} from '../fixture/page-server.ts';
import {BoardPage} from '../page/board-page.ts';
import {ChatPage} from '../page/chat-page.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** A page with a live and a chat service of its own; the journey fails when the page complains in the console. */
export const test = base.extend<{
  fixtureOptions: FixtureOptions;
  live: LiveFixture;
  service: ChatFixture & {port: number};
  address: string;
  complaints: string[];
  board: BoardPage;
  chat: ChatPage;
}>({
  fixtureOptions: [{}, {option: true}],
  live: async ({fixtureOptions}, use) => {
    const fixture = new LiveFixture(fixtureOptions);
    await use(fixture);
    await fixture.stop();
  },
  service: async ({fixtureOptions}, use) => {
    const fixture = new ChatFixture(undefined, fixtureOptions.now);
    const port = await fixture.start();
    await use(Object.assign(fixture, {port}));
    await fixture.stop();
  },
  address: async ({live, service}, use) => {
    const livePort = await live.start();
    const server = new PageServer(dist, {
      liveUrl: `http://127.0.0.1:${livePort}`,
      chatUrl: `http://127.0.0.1:${service.port}`,
    });
    await use(await server.start());
    await server.stop();
  },
  complaints: [
    async ({page}, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complaints.push(`${message.type()}: ${message.text()}`);
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    {auto: true},
  ],
  board: async ({page}, use) => use(new BoardPage(page)),
  chat: async ({page, address, board}, use) => {
    await board.open(address);
    const chat = new ChatPage(page);
    // On a small screen it is behind its tab.
    await expect(page.locator('app-welcome button').first()).toBeAttached();
    await use(chat);
  },
});
export {expect};
