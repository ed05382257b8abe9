import type {Locator} from '@playwright/test';
import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from '../chat/test.ts';

const order = ['Active viewers', 'Viewers by place', 'Quality', 'Devices', 'Events'];

test('panels are moved by buttons and by dragging, remembered, and put back', async ({board, chat, page}) => {
  await expect(chat.log).toBeVisible();
  const headings = async () => {
    const all = await page.locator('#half-dashboard h2').allInnerTexts();
    return all.filter((heading) => order.includes(heading));
  };
  await expect.poll(headings).toEqual(order);
  await page.getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Arrange panels'}).click();
  const events = page.getByRole('group', {name: 'Arrange Events'});
  await events.getByRole('button', {name: 'Move up'}).click();
  await expect.poll(headings).toEqual(['Active viewers', 'Events', 'Viewers by place', 'Quality', 'Devices']);

  await page.setViewportSize({width: 1440, height: 2400});
  // Hovering waits until what is larger now has come to rest.
  const bar = {position: {x: 40, y: 18}};
  await page.getByRole('group', {name: 'Arrange Cards'}).hover(bar);
  await page.getByRole('group', {name: 'Arrange Devices'}).hover(bar);
  const from = (await page.getByRole('group', {name: 'Arrange Devices'}).boundingBox())!;
  const to = (await page.getByRole('group', {name: 'Arrange Cards'}).boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y - 20, {steps: 4});
  await page.mouse.move(to.x + 60, to.y + 20, {steps: 12});
  await page.mouse.up();
  // What was dropped counts at once: whoever is done in the same breath loses nothing.
  await page.getByRole('button', {name: 'Done'}).click();
  await expect.poll(headings).toEqual(['Devices', 'Active viewers', 'Events', 'Viewers by place', 'Quality']);
  await page.setViewportSize({width: 1440, height: 900});

  await page.reload();
  await board.isLive();
  await expect.poll(headings).toEqual(['Devices', 'Active viewers', 'Events', 'Viewers by place', 'Quality']);
  await page.keyboard.press('a');
  await page.getByRole('button', {name: 'Reset'}).click();
  await page.getByRole('button', {name: 'Done'}).click();
  await expect.poll(headings).toEqual(order);
});

test('arranging and the wall screen are accessible', async ({board, chat, page}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  await expect(chat.log).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('group', {name: 'Arrange Events'})).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('a');
  await page.keyboard.press('v');
  await expect(page.getByRole('button', {name: 'Pause updates'})).toBeHidden();
  await expect(chat.log).toBeHidden();
  await expect(page).toHaveURL(/[?&]wall/);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(chat.log).toBeVisible();
  await board.isLive();
});

test('what opens over the page is accessible', async ({board, chat, page}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  await expect(chat.log).toBeVisible();
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await expect(board.pill).toHaveAttribute('data-status', 'paused');
  await board.panel('Error rate').getByRole('button', {name: 'What Error rate means'}).focus();
  await expect(page.getByRole('tooltip')).toBeVisible();
  await expectAccessible(page, '[role=tooltip]');
  for (const name of ['Filter', 'More', /^Theme/, 'History'] as const) {
    await page.getByRole('button', {name, exact: true}).click();
    await expect(page.getByRole('menu').or(page.getByRole('dialog'))).toBeVisible();
    await expectAccessible(page, '.cdk-overlay-container');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu').or(page.getByRole('dialog'))).toHaveCount(0);
  }
});

test('an address opens the wall screen, and a moved pointer the way out', async ({address, board, page}) => {
  await page.goto(`${address}/?wall`);
  await board.isLive();
  const html = page.locator('html');
  await expect(html).toHaveCSS('cursor', 'none');
  await page.mouse.move(300, 300);
  await page.mouse.move(320, 300);
  await expect(html).not.toHaveCSS('cursor', 'none');
  await page.getByRole('button', {name: 'Leave wall screen'}).click();
  await expect(page).not.toHaveURL(/wall/);
  await expect(page.getByRole('button', {name: 'Pause updates'})).toBeVisible();
});

for (const [width, height] of [
  [1440, 900],
  [720, 450],
  [390, 844],
] as const) {
  test(`only what is inside of the page scrolls at ${width} × ${height}`, async ({board, chat, page}) => {
    await page.setViewportSize({width, height});
    await expect(board.places.first()).toBeVisible();
    await expect(page.locator('textarea')).toBeAttached();
    const beyond = () =>
      page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    await expect.poll(beyond).toBe(0);
    if (width < 800) {
      await page.getByRole('tab', {name: 'Chat'}).click();
      await expect(chat.question).toBeVisible();
    }
    await chat.ask('buffering rate?');
    await chat.outcome('answered');
    expect(await beyond()).toBe(0);
  });
}

test('panels stay in their places while one arranges them', async ({board, chat, page}) => {
  await expect(chat.log).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByRole('group', {name: 'Arrange Events'})).toBeVisible();
  await expect.poll(() => board.rows.count()).toBeGreaterThan(3);
  const beyond = await page.locator('.cell').evaluateAll((cells) =>
    cells.map((cell) => {
      const bottoms = [...cell.querySelectorAll('section, .ranking')].map(
        (each) => each.getBoundingClientRect().bottom,
      );
      return Math.max(...bottoms) - cell.getBoundingClientRect().bottom;
    }),
  );
  expect(Math.max(...beyond)).toBeLessThan(1);
});

test('what a row offers covers none of its numbers', async ({board, chat, page}) => {
  await expect(chat.log).toBeVisible();
  await page.getByRole('button', {name: 'Pause updates'}).click();
  const startOf = async (locator: Locator) => (await locator.boundingBox())!.x;
  const endOf = async (locator: Locator) => {
    const {x, width} = (await locator.boundingBox())!;
    return x + width;
  };
  const quality = board.panel('Quality').getByRole('row', {name: /^HD/});
  await quality.hover();
  const ask = await startOf(quality.getByRole('button', {name: 'Ask about HD'}));
  expect(ask).toBeGreaterThan(await endOf(quality.locator('.share')));
  const event = board.rows.first();
  await event.hover();
  const menu = await startOf(event.getByRole('button', {name: /^This event/}));
  expect(menu).toBeGreaterThan(await endOf(event.locator('time')));
  expect(menu).toBeGreaterThan(await endOf(event.locator('.facts')));
});

for (const width of [850, 1100]) {
  test(`every filter is in sight at ${width} px`, async ({address, board, page}) => {
    await page.setViewportSize({width, height: 900});
    const filters =
      'device=tv&device=mobile&device=web&quality=4K&quality=HD&quality=SD&eventType=start&eventType=error';
    await page.goto(`${address}/?${filters}&country=Germany`);
    await board.isLive();
    await expect(board.chips).toHaveCount(9);
    const list = page.getByRole('list').filter({has: board.chips.first()});
    expect(await list.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
    expect(await list.evaluate((each) => each.scrollHeight - each.clientHeight)).toBe(0);
    for (const chip of await board.chips.all()) {
      await expect(chip).toBeInViewport({ratio: 1});
    }
  });
}
