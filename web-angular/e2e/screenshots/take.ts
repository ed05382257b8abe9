import {chromium, type Browser, type Page} from '@playwright/test';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ChatFixture} from '../fixture/chat-fixture.ts';
import {LiveFixture, type FixtureOptions} from '../fixture/live-fixture.ts';
import {PageServer} from '../fixture/page-server.ts';
import {ChatPage} from '../page/chat-page.ts';

// Takes the pictures in ops/screenshots anew: `npm run screenshots` after `npm run build`, names of pictures as arguments
// for some of them alone. PAGE_URL takes them of a running page instead of the stand-in services.

interface Picture {
  readonly name: string;
  readonly widths: readonly number[];
  /** The story that the live service tells. */
  readonly options?: FixtureOptions;
  /** What is done to the service before the page opens; then nobody waits for the first number. */
  readonly service?: (service: LiveFixture) => void;
  readonly arrange: (page: Page, chat: ChatPage, service: LiveFixture) => Promise<void>;
}

const wide = 1440;
const narrow = 390;
const folder = fileURLToPath(new URL('../../../ops/screenshots/', import.meta.url));
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** The dashboard half with nothing arranged is what the page opens with. */
const asItOpens = () => Promise.resolve();
const asked =
  (question: string, outcome: 'asking' | 'answered' | 'failed' = 'answered', chart?: string) =>
  async (_: Page, chat: ChatPage) => {
    await chat.ask(question);
    await chat.outcome(outcome);
    await (chart ? chat.drawn(chart) : undefined);
  };

const pictures: readonly Picture[] = [
  {
    name: 'connecting',
    widths: [wide, narrow],
    service: (service) => {
      service.silent = true;
    },
    arrange: asItOpens,
  },
  {name: 'live', widths: [wide, narrow], arrange: asItOpens},
  {
    name: 'filtered',
    widths: [wide, narrow],
    arrange: async (page) => {
      await page.getByRole('button', {name: 'HD', exact: true}).click();
      await page.getByRole('list', {name: 'Places by active viewers'}).getByRole('button').first().click();
      await page.waitForTimeout(1_500);
      await page.locator('.half.first').evaluate((half) => half.scrollTo(0, 0));
    },
  },
  {
    name: 'paused',
    widths: [wide, narrow],
    arrange: async (page) => {
      await page.getByRole('button', {name: 'Pause updates'}).click();
      await page.waitForTimeout(2_500);
    },
  },
  {
    name: 'reconnecting',
    widths: [wide, narrow],
    arrange: async (page, _, service) => {
      await service.stop();
      await page.waitForTimeout(4_000);
    },
  },
  {name: 'empty', widths: [wide, narrow], options: {sessions: 0}, arrange: asItOpens},
  {
    name: 'partitions-stand-still',
    widths: [wide],
    arrange: async (page, _, service) => {
      service.stalePartitions = 2;
      await page.waitForTimeout(1_000);
    },
  },
  {
    name: 'tables',
    widths: [wide, narrow],
    arrange: async (page) => {
      for (const panel of ['Trends', 'Viewers by place', 'Quality', 'Devices']) {
        await page.getByRole('button', {name: `${panel} as table`}).click();
      }
    },
  },
  {
    name: 'bands',
    widths: [wide],
    arrange: async (page) => {
      await page.getByRole('button', {name: /the bands of Error rate/}).click();
    },
  },
  {
    name: 'event-menu',
    widths: [wide],
    arrange: async (page) => {
      const row = page.locator('[data-event-id]').first();
      await row.evaluate((each) => each.scrollIntoView({block: 'center'}));
      await row.hover();
      await page.locator('[data-event-id] .more').first().click();
    },
  },
  {
    name: 'device-details',
    widths: [wide],
    arrange: async (page) => {
      const details = page.getByRole('button', {name: 'Details for TV'});
      await details.click();
      await page.getByRole('region', {name: 'Devices'}).evaluate((panel) => panel.scrollIntoView({block: 'end'}));
    },
  },
  {name: 'chat-number', widths: [wide, narrow], arrange: asked('What’s the average bufering rate?')},
  {name: 'chat-table', widths: [wide, narrow], arrange: asked('Average bandwidth by city')},
  {name: 'chat-series', widths: [wide, narrow], arrange: asked('Error rate by hour, last 3 days', 'answered', 'line')},
  {
    name: 'chat-comparison',
    widths: [wide],
    arrange: asked('Start-up time by device, this week vs last week', 'answered', 'groupedBar'),
  },
  {name: 'chat-ranking', widths: [wide], arrange: asked('Viewers by city, last 7 days', 'answered', 'bar')},
  {
    name: 'chat-clarification-and-refusal',
    widths: [wide, narrow],
    arrange: async (page, chat) => {
      await asked('What about revenue when the weather is bad?')(page, chat);
      await asked('Show me the rate')(page, chat);
    },
  },
  {
    name: 'chat-error-and-progress',
    widths: [wide, narrow],
    arrange: async (page, chat) => {
      await asked('Is the lake unreachable?', 'failed')(page, chat);
      await asked('Everything, slowly', 'asking')(page, chat);
      await page.getByText('The lake is busy').waitFor();
    },
  },
];

async function take(browser: Browser, picture: Picture, width: number, scheme: 'light' | 'dark'): Promise<void> {
  const live = new LiveFixture(picture.options);
  const chat = new ChatFixture(120);
  const [livePort, chatPort] = await Promise.all([live.start(), chat.start()]);
  const server = new PageServer(dist, {
    liveUrl: `http://127.0.0.1:${livePort}`,
    chatUrl: `http://127.0.0.1:${chatPort}`,
  });
  const page = await browser.newPage({
    viewport: {width, height: width === narrow ? 844 : 900},
    colorScheme: scheme,
    locale: 'en-GB',
  });
  try {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    const address = process.env['PAGE_URL'] ?? (await server.start());
    picture.service?.(live);
    await page.goto(address);
    if (!picture.service) {
      await page.locator('[data-status=live]').waitFor();
    }
    const conversation = new ChatPage(page);
    if (width === narrow && picture.name.startsWith('chat')) {
      await page.getByRole('tab', {name: 'Chat'}).click();
    }
    await page.waitForTimeout(1_200);
    await picture.arrange(page, conversation, live);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(900);
    await page.screenshot({path: join(folder, `${picture.name}-${width}-${scheme}.png`)});
    // A browser complains about every connection that a stopped service refuses.
    const unexpected = complaints.filter((text) => !text.includes('net::ERR_'));
    if (unexpected.length > 0) {
      throw new Error(`${picture.name}, ${width} px, ${scheme}: ${unexpected.join('; ')}`);
    }
  } finally {
    await page.close();
    await Promise.all([server.stop(), live.stop(), chat.stop()]);
  }
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
const chosen = process.argv.slice(2);
try {
  mkdirSync(folder, {recursive: true});
  for (const picture of pictures.filter(({name}) => chosen.length === 0 || chosen.includes(name))) {
    for (const width of picture.widths) {
      await take(browser, picture, width, 'light');
      await take(browser, picture, width, 'dark');
    }
  }
} finally {
  await browser.close();
}
