import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from './test.ts';

test('becomes live and its numbers move', async ({board}) => {
  await expect.poll(() => board.number('Active viewers')).toBeGreaterThan(0);
  await expect.poll(() => board.number('Events per second')).toBeGreaterThan(0);
  await expect.poll(() => board.number('Average bandwidth')).toBeGreaterThan(0);
  const counted = await board.health('Counted');
  await expect.poll(() => board.health('Counted')).toBeGreaterThan(counted);
  const newest = await board.rows.first().getAttribute('data-event-id');
  await expect(board.rows.first()).not.toHaveAttribute('data-event-id', newest!);
});

test('shows parts that agree with the whole', async ({board, page}) => {
  await page.getByRole('button', {name: 'Pause updates'}).click();
  const viewers = await board.number('Active viewers');
  const table = board.panel('Quality').getByRole('row');
  const cells = await table.locator('td:nth-of-type(1)').allInnerTexts();
  const byQuality = cells.map((cell) => Number(cell.replaceAll(/[^0-9]/g, ''))).reduce((a, b) => a + b, 0);
  // Everyone counts once, in the quality of their latest event.
  expect(byQuality).toBe(viewers);
});

test('pauses, counts what arrives and goes on with the newest', async ({board, page}) => {
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await expect(board.pill).toHaveText(/Paused/);
  const newest = await board.rows.first().getAttribute('data-event-id');
  const counted = await board.health('Counted');
  const resume = page.getByRole('button', {name: /Resume updates [\d,]+ new/});
  await expect(resume).toBeVisible();
  await expect(board.rows.first()).toHaveAttribute('data-event-id', newest!);
  expect(await board.health('Counted')).toBe(counted);
  await page.keyboard.press('Alt+p');
  await board.isLive();
  await expect.poll(() => board.health('Counted')).toBeGreaterThan(counted);
});

test('looks at another window', async ({board, page}) => {
  await page.getByRole('radio', {name: 'Last minute'}).check({force: true});
  await expect(board.panel('Events per second')).toContainText('in the last minute');
  await page.getByRole('radio', {name: 'Last 60 minutes'}).check({force: true});
  await expect(board.panel('Events per second')).toContainText('in the last hour');
  await expect(page).toHaveURL(/window=1h/);
});

test('explains a number to the keyboard', async ({board, page}) => {
  await board.panel('Error rate').getByRole('button', {name: 'What Error rate means'}).focus();
  await expect(page.getByRole('tooltip')).toContainText('share of all events');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('is accessible, with its details open too', async ({board, page}) => {
  await page.emulateMedia({reducedMotion: 'reduce'});
  await page.getByRole('button', {name: 'Details for TV'}).click();
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await expect(board.pill).toHaveText(/Paused/);
  await expectAccessible(page);
});

test.describe('at 390 px', () => {
  test.use({viewport: {width: 390, height: 844}});

  test('fits, whatever is open', async ({board, page}) => {
    const overflow = () =>
      page.evaluate(() => {
        const half = document.getElementById('half-dashboard')!;
        return document.documentElement.scrollWidth - window.innerWidth + half.scrollWidth - half.clientWidth;
      });
    await expect.poll(overflow).toBe(0);
    await board.places.first().click();
    await page.getByRole('button', {name: 'HD', exact: true}).click();
    await page.getByRole('button', {name: 'Details for TV'}).click();
    await expect(board.chips).toHaveCount(2);
    await expect.poll(overflow).toBe(0);
    await expectAccessible(page);
  });
});

test('keeps the theme that was chosen', async ({board, page}) => {
  await page.getByRole('button', {name: /^Theme/}).click();
  await page.getByRole('menuitemradio', {name: 'Dark'}).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await board.isLive();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
