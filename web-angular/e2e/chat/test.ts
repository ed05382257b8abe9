import {expect, test as base} from '@playwright/test';
import {fileURLToPath} from 'node:url';
import {ChatFixture} from '../fixture/chat-fixture.ts';
import {Gate} from '../fixture/gate.ts';
import {Issuer} from '../fixture/issuer.ts';
import {LiveFixture, type FixtureOptions} from '../fixture/live-fixture.ts';
import {PageServer} from '../fixture/page-server.ts';
import {BoardPage} from '../page/board-page.ts';
import {ChatPage} from '../page/chat-page.ts';
import {withoutComplaints} from '../page/complaints.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** A page with a live and a chat service of its own; the journey fails when the page complains in the console. */
export const test = base.extend<{
  fixtureOptions: FixtureOptions;
  /** The page has a sign-in, and its services let in whom `gate` knows. */
  hasSignIn: boolean;
  issuer: Issuer;
  gate: Gate;
  live: LiveFixture;
  service: ChatFixture & {port: number};
  address: string;
  complaints: string[];
  board: BoardPage;
  chat: ChatPage;
}>({
  fixtureOptions: [{}, {option: true}],
  hasSignIn: [false, {option: true}],
  issuer: async ({hasSignIn}, use) => {
    const issuer = new Issuer();
    await (hasSignIn ? issuer.start() : undefined);
    await use(issuer);
    await issuer.stop();
  },
  gate: async ({issuer}, use) => use(new Gate((authorization) => issuer.refusalOf(authorization))),
  live: async ({fixtureOptions, hasSignIn, gate}, use) => {
    const fixture = new LiveFixture(hasSignIn ? {...fixtureOptions, gate} : fixtureOptions);
    await use(fixture);
    await fixture.stop();
  },
  service: async ({fixtureOptions, hasSignIn, gate}, use) => {
    const fixture = new ChatFixture(undefined, fixtureOptions.now, hasSignIn ? gate : undefined);
    const port = await fixture.start();
    await use(Object.assign(fixture, {port}));
    await fixture.stop();
  },
  address: async ({live, service, hasSignIn, issuer}, use) => {
    const livePort = await live.start();
    const server = new PageServer(dist, {
      liveUrl: `http://127.0.0.1:${livePort}`,
      chatUrl: `http://127.0.0.1:${service.port}`,
      ...(hasSignIn ? {identity: {authority: issuer.authority}} : {}),
    });
    await use(await server.start());
    await server.stop();
  },
  complaints: [({page}, use) => withoutComplaints(page, use), {auto: true}],
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
