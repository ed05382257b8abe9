import {BoardPage} from '../page/board-page.ts';
import {expect, test} from './test.ts';

test('a slice filters every panel, and its chip takes the filter back', async ({board, page}) => {
  const everybody = await board.number('Active viewers');
  const hd = page.getByRole('button', {name: 'HD', exact: true});
  await hd.click();
  await expect(board.chips).toHaveText(/Quality\s*HD/);
  await expect(page).toHaveURL(/quality=HD/);
  await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).toContainText('100 %');
  await expect(hd).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => board.number('Active viewers')).toBeLessThan(everybody);
  await expect(board.rows.filter({hasText: /\b(SD|4K)\b/})).toHaveCount(0);
  await board.chips.click();
  await expect(board.chips).toHaveCount(0);
  await expect(board.panel('Quality').getByRole('row', {name: /^HD/})).not.toContainText('100 %');
});

test('a bar filters the board and opens its details', async ({board, page}) => {
  await page.getByRole('button', {name: /^Mobile [\d,]+/}).click();
  await expect(board.chips).toHaveText(/Device\s*Mobile/);
  const details = page.getByRole('region', {name: 'Details for Mobile'});
  await expect(details).toContainText(/Error rate\s*[\d.–]+/);
  await expect(details.getByRole('list', {name: 'By quality'})).toContainText('HD');
  await expect(details.getByRole('list', {name: 'By operating system'})).toContainText('%');
  await expect(page.getByRole('button', {name: /^TV –/})).toBeVisible();
});

test('the map leads from the world to a country to a state to a city and back', async ({board}) => {
  const country = (await board.places.first().innerText()).split('\n')[0]!;
  await board.places.first().click();
  await expect(board.crumbs).toContainText(country);
  await expect(board.chips).toHaveCount(1);
  // Every row of the list is now a place in the country, so the country itself is none of them.
  await expect(board.places.filter({hasText: new RegExp(`^${country}\\b`)})).toHaveCount(0);
  await board.places.first().click();
  await expect(board.chips).toHaveCount(2);
  await board.places.first().click();
  await expect(board.chips).toHaveCount(3);
  await board.crumbs.getByRole('button', {name: country}).click();
  await expect(board.chips).toHaveCount(1);
  await board.crumbs.getByRole('button', {name: 'World'}).click();
  await expect(board.chips).toHaveCount(0);
  await expect(board.places.first()).toContainText(country);
});

test('a country is drawn and can be clicked on the map', async ({board}) => {
  const countries = board.map.locator('path.open');
  await expect.poll(() => countries.count()).toBeGreaterThan(5);
  await countries.last().dispatchEvent('click');
  await expect(board.chips).toHaveCount(1);
});

test('filters from the menu combine, and the address brings them back', async ({board, page}) => {
  await page.getByRole('button', {name: 'Filter', exact: true}).click();
  const sheet = page.getByRole('dialog', {name: 'Choose filters'});
  await sheet.getByRole('checkbox', {name: 'TV'}).check();
  await expect(board.chips).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.getByRole('button', {name: '4K', exact: true}).click();
  await expect(board.chips).toHaveCount(2);
  await expect(page).toHaveURL(/quality=4K/);
  await page.reload();
  await board.isLive();
  await expect(board.chips).toHaveText([/Device\s*TV/, /Quality\s*4K/]);
  await expect(board.rows.first()).toContainText(/TV\s*4K/);
  await page.getByRole('button', {name: 'Clear all'}).click();
  await expect(board.chips).toHaveCount(0);
});

test('a value of an event narrows the board, by pointer and by keyboard', async ({board, page}) => {
  await expect.poll(() => board.rows.count()).toBeGreaterThan(3);
  const row = board.rows.first();
  await row.hover();
  // The list stands still under the pointer; a row that gave way before it did is not waited for.
  const quality = (await row.getByRole('button', {name: /^Narrow to (SD|HD|4K)$/}).innerText()).trim();
  await board.rows
    .getByRole('button', {name: `Narrow to ${quality}`})
    .first()
    .click();
  await expect(board.chips).toHaveText(new RegExp(`Quality\\s*${quality}`));
  await expect(board.rows.filter({hasNotText: quality})).toHaveCount(0);

  // The narrowed list comes row by row: a row that gives way takes the focus with it.
  const country = page.getByRole('menuitem', {name: /^Country/});
  await expect(async () => {
    await board.rows.first().hover();
    await board.rows
      .first()
      .getByRole('button', {name: /^This event/})
      .press('Enter', {timeout: 2_000});
    await expect(country).toBeVisible({timeout: 2_000});
  }).toPass();
  await country.press('Enter');
  await expect(board.chips).toHaveCount(2);
  await expect(board.crumbs.locator('.crumb')).toHaveCount(2);
});

test('a link opens the same board again', async ({board, page, context}) => {
  await board.isLive();
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await page.getByRole('radio', {name: 'Last minute'}).check({force: true});
  await page
    .getByRole('group', {name: 'Event types in the feed'})
    .getByRole('button', {name: /^Start/})
    .click();
  await page.getByRole('button', {name: 'Details for Mobile'}).click();
  await page.getByRole('button', {name: 'Pause updates'}).click();
  await expect(page).toHaveURL(/paused=yes/);
  const other = new BoardPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.pill).toHaveText(/Paused/);
  await expect(other.card('Active viewers')).toHaveText(/[1-9]/);
  await expect(other.chips).toHaveText(/Quality\s*HD/);
  await expect(other.panel('Events per second')).toContainText('in the last minute');
  await expect(other.page.getByRole('region', {name: 'Details for Mobile'})).toBeVisible();
  const types = other.page.getByRole('group', {name: 'Event types in the feed'});
  await expect(types.getByRole('button', {name: /^Start/})).toHaveAttribute('aria-pressed', 'true');
  expect(other.page.url()).toBe(page.url());
});

test('a broken link opens what can be understood of it', async ({board, page}) => {
  const address = new URL(page.url());
  address.search = '?window=7d&quality=HD&device=%00&table=nonsense&paused=perhaps&%E0%A4%A=1&feedType';
  await page.goto(address.href);
  await board.isLive();
  await expect(board.chips).toHaveText([/Quality\s*HD/]);
});

test('the browser’s back and the board’s own undo a change', async ({board, page}) => {
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect(page).toHaveURL(/quality=HD/);
  await page.getByRole('radio', {name: 'Last minute'}).check({force: true});
  await expect(page).toHaveURL(/window=1m/);
  await page.goBack();
  // Two changes in quick succession are one step, so either the window alone or both are undone.
  await expect(page).not.toHaveURL(/window=1m/);
  await page.goForward();
  await expect(page).toHaveURL(/window=1m/);
  const undo = page.getByRole('button', {name: 'Undo the last change of the board'});
  while (await undo.isEnabled()) {
    const before = page.url();
    await undo.click();
    await expect(page).not.toHaveURL(before);
  }
  await expect(board.chips).toHaveCount(0);
});
