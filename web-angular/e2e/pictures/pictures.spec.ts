import type {Page} from '@playwright/test';
import type {ChatFixture} from '../fixture/chat-fixture.ts';
import type {Gate} from '../fixture/gate.ts';
import type {Issuer} from '../fixture/issuer.ts';
import type {LiveFixture} from '../fixture/live-fixture.ts';
import type {BoardPage} from '../page/board-page.ts';
import {scriptNowMs} from '../fixture/chat-words.ts';
import {ChatPage} from '../page/chat-page.ts';
import {expect, schemes, still, test, widths} from './test.ts';

// What the main states look like, in ops/screenshots: for people to look at, and for a machine to see when it changed.
// `npm run screenshots` takes them anew; look at each before it is committed.

test.use({fixtureOptions: still});

interface Stage {
  readonly page: Page;
  readonly board: BoardPage;
  readonly chat: ChatPage;
  readonly live: LiveFixture;
  readonly service: ChatFixture;
  readonly address: string;
  readonly issuer: Issuer;
  readonly gate: Gate;
}

interface Picture {
  readonly name: string;
  readonly sizes: readonly (keyof typeof widths)[];
  /** Opens the page by itself; else it is opened and live. */
  readonly opens?: true;
  /** The page asks who one is. */
  readonly hasSignIn?: true;
  readonly arrange?: (stage: Stage) => Promise<unknown>;
}

const both = [1440, 390] as const;
const wide = [1440] as const;
/** A little later, so that what stands still has an age. */
const laterMs = scriptNowMs + 12_000;
const asked =
  (question: string, outcome: 'answered' | 'failed' = 'answered', chart?: string) =>
  async ({chat}: Stage) => {
    await chat.ask(question);
    await chat.outcome(outcome);
    await (chart ? chat.drawn(chart) : undefined);
  };

const pictures: readonly Picture[] = [
  {
    name: 'connecting',
    sizes: both,
    opens: true,
    arrange: async ({page, live, address}) => {
      live.silent = true;
      await page.goto(address);
      await expect(page.locator('app-welcome button').first()).toBeAttached();
    },
  },
  {name: 'live', sizes: both},
  {
    name: 'filtered',
    sizes: both,
    arrange: async ({page, board}) => {
      await page.getByRole('button', {name: 'HD', exact: true}).click();
      await board.places.first().click();
      await expect(board.chips).toHaveCount(2);
      await expect(board.crumbs).toContainText('United States');
      await expect(page.locator('.changing')).toHaveCount(0);
      // Of active viewers there is no past under filters.
      await expect(page.locator('app-sparkline .line')).toHaveCount(5);
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'paused',
    sizes: both,
    arrange: async ({page, board}) => {
      await page.getByRole('button', {name: 'Pause updates'}).click();
      await page.clock.setFixedTime(laterMs);
      await expect(board.pill).toHaveText(/Paused · 12 s/);
    },
  },
  {
    name: 'reconnecting',
    sizes: both,
    arrange: async ({page, board, live}) => {
      await live.stop();
      await page.clock.setFixedTime(laterMs);
      await expect(board.pill).toHaveText(/Reconnecting · 12 s/);
    },
  },
  {
    name: 'device-details',
    sizes: wide,
    arrange: async ({page, board}) => {
      await page.getByRole('button', {name: 'Details for TV'}).click();
      await board.panel('Devices').evaluate((panel) => panel.scrollIntoView({block: 'end'}));
    },
  },
  {
    name: 'wall',
    sizes: wide,
    opens: true,
    arrange: async ({page, board, address}) => {
      await board.open(`${address}/?wall`);
      await expect(page.locator('app-sparkline .line')).toHaveCount(6);
    },
  },
  {
    name: 'keys',
    sizes: both,
    arrange: async ({page}) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'arranging',
    sizes: wide,
    arrange: async ({page}) => {
      await page.keyboard.press('a');
      await expect(page.getByRole('group', {name: 'Arrange Events'})).toBeVisible();
    },
  },
  {
    name: 'session',
    sizes: both,
    arrange: async ({page, board}) => {
      await board.rows.nth(1).locator('time').click();
      await expect(page.getByRole('dialog')).toContainText('The past is complete');
    },
  },
  {
    name: 'signed-in',
    sizes: both,
    hasSignIn: true,
    arrange: async ({page}) => {
      await page.getByRole('button', {name: /^Signed in as/}).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'sign-in-failed',
    sizes: both,
    opens: true,
    hasSignIn: true,
    arrange: async ({page, address, issuer}) => {
      await issuer.stop();
      await page.goto(address);
      await expect(page.getByRole('region', {name: 'Sign-in'})).toBeVisible();
      await expect(page.locator('app-welcome')).toBeAttached();
    },
  },
  {
    name: 'sign-in-ended',
    sizes: both,
    hasSignIn: true,
    arrange: async ({page, board, issuer, gate}) => {
      issuer.renewalRefusal = 'The session was closed by an administrator.';
      issuer.revoke(gate.letIn.at(-1)!);
      gate.cutStreams();
      await expect(page.getByRole('region', {name: 'Sign-in'})).toContainText('Your sign-in has ended.');
      await page.clock.setFixedTime(laterMs);
      await expect(board.panel('Devices')).toContainText('No access · 12 s old');
    },
  },
  {name: 'chat-number', sizes: both, arrange: asked('What’s the average bufering rate?')},
  {name: 'chat-table', sizes: both, arrange: asked('Average bandwidth by city')},
  {name: 'chat-series', sizes: both, arrange: asked('Error rate by hour, last 3 days', 'answered', 'line')},
  {
    name: 'chat-comparison',
    sizes: wide,
    arrange: asked('Start-up time by device, this week vs last week', 'answered', 'groupedBar'),
  },
  {name: 'chat-ranking', sizes: wide, arrange: asked('Viewers by city, last 7 days', 'answered', 'bar')},
  {
    name: 'chat-clarification-and-refusal',
    sizes: both,
    arrange: async (stage) => {
      await asked('What about revenue when the weather is bad?')(stage);
      await asked('Show me the rate')(stage);
    },
  },
  {name: 'chat-error', sizes: both, arrange: asked('Is the lake unreachable?', 'failed')},
  {name: 'chat-steers', sizes: wide, arrange: asked('Show only TV in Germany')},
];

for (const picture of pictures) {
  for (const width of picture.sizes) {
    for (const scheme of schemes) {
      test.describe(() => {
        test.use({
          viewport: {width, height: widths[width]},
          colorScheme: scheme,
          hasSignIn: picture.hasSignIn ?? false,
        });

        test(`${picture.name}, ${width} px, ${scheme}`, async ({page, board, live, service, address, issuer, gate}) => {
          const chat = new ChatPage(page);
          if (!picture.opens) {
            await board.open(address);
            await expect(page.locator('app-sparkline .line')).toHaveCount(6);
            await expect(page.locator('app-welcome button').first()).toBeAttached();
            if (width === 390 && picture.name.startsWith('chat')) {
              await page.getByRole('tab', {name: 'Chat'}).click();
            }
          }
          await picture.arrange?.({page, board, chat, live, service, address, issuer, gate});
          await expect(page).toHaveScreenshot(`${picture.name}-${width}-${scheme}.png`, {
            mask: [page.locator('.retry .numeric')],
            maskColor: '#8a8fa3',
          });
        });
      });
    }
  }
}

test.describe('where nobody watches', () => {
  test.use({fixtureOptions: {...still, sessions: 0}});

  for (const width of both) {
    for (const scheme of schemes) {
      test.describe(() => {
        test.use({viewport: {width, height: widths[width]}, colorScheme: scheme});

        test(`empty, ${width} px, ${scheme}`, async ({page, board, address}) => {
          await board.open(address);
          await expect(board.map).toContainText('Nobody is watching yet');
          await expect(page.locator('app-welcome button').first()).toBeAttached();
          await expect(page).toHaveScreenshot(`empty-${width}-${scheme}.png`);
        });
      });
    }
  }
});
