import {defineConfig} from '@playwright/test';

/**
 * Sets of journeys in a real browser: `board` in the running product (PAGE_URL, or an AppHost that is started for it),
 * `counts` in an AppHost that sends a known number of events, the others with stand-in services that break and answer on
 * request: `faults`, `chat`, `shell` for keys and layout, `pictures` for what the main states look like, and `weight` for what a page costs that is opened, hidden, or left open for a day.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/product/setup.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // A journey that hangs ends; a slow machine doesn't end one.
  timeout: 180_000,
  // One generous limit for everything that is waited for: the machine may be busy, the outcome is what counts.
  expect: {
    timeout: 30_000,
    // Fonts come with the page; how a machine smooths their edges does not.
    toHaveScreenshot: {maxDiffPixelRatio: 0.02, pathTemplate: '../ops/screenshots/{arg}{ext}'},
  },
  reporter: [['line'], ['json', {outputFile: 'artifacts/playwright.json'}], ['./e2e/product/release.ts']],
  use: {
    viewport: {width: 1440, height: 900},
    locale: 'en-GB',
    // The page's states by step; a film of it would take a fifth of a small machine.
    trace: {mode: 'retain-on-failure', screenshots: false, snapshots: false},
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {name: 'board', testDir: 'e2e/board'},
    {name: 'counts', testDir: 'e2e/counts'},
    {name: 'faults', testDir: 'e2e/faults'},
    {name: 'chat', testDir: 'e2e/chat'},
    {name: 'shell', testDir: 'e2e/shell'},
    // On request: whoever changes what the page looks like takes them anew.
    ...(process.env['PICTURES'] ? [{name: 'pictures', testDir: 'e2e/pictures'}] : []),
    {name: 'weight', testDir: 'e2e/weight'},
  ],
});
