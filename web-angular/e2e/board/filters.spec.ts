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
  await expect(board.rows.filter({hasText: /· (SD|4K)/})).toHaveCount(0);
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
  await page.reload();
  await board.isLive();
  await expect(board.chips).toHaveText([/Device\s*TV/, /Quality\s*4K/]);
  await expect(board.rows.first()).toContainText('TV · 4K');
  await page.getByRole('button', {name: 'Clear all'}).click();
  await expect(board.chips).toHaveCount(0);
});

test('the browser’s back and the board’s own undo a change', async ({board, page}) => {
  await page.getByRole('button', {name: 'HD', exact: true}).click();
  await expect(page).toHaveURL(/quality=HD/);
  await page.getByRole('radio', {name: 'Last minute'}).check({force: true});
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
