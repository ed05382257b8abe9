import {expectAccessible} from '../page/accessibility.ts';
import {expect, test} from '../chat/test.ts';

test('everything is done by keyboard alone', async ({chat, board, page}) => {
  await test.step('the list of keys opens, holds the focus and gives it back', async () => {
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', {name: 'Keys'});
    await expect(list).toContainText('Pause or resume');
    await expect(list.getByRole('button', {name: 'Close'})).toBeFocused();
    await expectAccessible(page, '[role=dialog]');
    await page.keyboard.press('Escape');
    await expect(list).toBeHidden();
  });

  await test.step('skips past the header', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', {name: 'Skip to the dashboard'})).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(board.feedList).toBeFocused();
  });

  await test.step('moves through the events, and past them', async () => {
    await page.keyboard.press('ArrowDown');
    await expect(board.rows.first()).toBeFocused();
    await page.keyboard.press('End');
    await expect(board.rows.last()).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const second = board.rows.nth(1);
    await expect(second).toBeFocused();
    await expectAccessible(page, 'app-event-feed');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menuitem', {name: 'Open its session'})).toBeFocused();
    await page.keyboard.press('Escape');
    await second.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', {name: /^Session/})).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(second).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(second.getByRole('button', {name: /^This event/})).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(board.feedList.locator(':focus')).toHaveCount(0);
    await expect(board.feedList).not.toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(board.feedList).toBeFocused();
  });

  await test.step('pauses and resumes', async () => {
    await page.keyboard.press('p');
    await expect(board.pill).toHaveAttribute('data-status', 'paused');
    await page.keyboard.press('p');
    await board.isLive();
  });

  await test.step('filters, looks at another window and goes back', async () => {
    await page.keyboard.press('f');
    await page.keyboard.press('Tab');
    const box = page.getByRole('dialog').getByRole('checkbox', {name: 'TV'});
    await box.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await expect(board.chips).toHaveCount(1);
    await page.keyboard.press('w');
    await expect(page.getByRole('radio', {name: 'Last 60 minutes'})).toBeChecked();
    await page.keyboard.press('b');
    await expect.poll(() => page.url()).not.toContain('window=1h');
    await page.keyboard.press('x');
    await expect(board.chips).toHaveCount(0);
  });

  await test.step('searches the events', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('p/w');
    await expect(page.getByRole('searchbox')).toHaveValue('p/w');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
  });

  await test.step('moves the bar between the halves', async () => {
    const bar = page.getByRole('separator', {name: 'Width of the dashboard'});
    await bar.focus();
    const before = await bar.getAttribute('aria-valuenow');
    await page.keyboard.press('ArrowLeft');
    await expect(bar).not.toHaveAttribute('aria-valuenow', before!);
  });

  await test.step('arranges the panels', async () => {
    await page.keyboard.press('a');
    const up = page.getByRole('group', {name: 'Arrange Events'}).getByRole('button', {name: 'Move up'});
    await up.focus();
    await page.keyboard.press('Enter');
    await expect(up).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('group', {name: 'Arrange Events'})).toBeHidden();
  });

  await test.step('asks', async () => {
    await page.keyboard.press('c');
    await expect(chat.question).toBeFocused();
    await page.keyboard.type('buffering rate?');
    await page.keyboard.press('Enter');
    await chat.outcome('answered');
    await expect(chat.question).toHaveValue('');
  });

  await test.step('changes the theme', async () => {
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('d');
    await expect(page.getByRole('region', {name: 'Dashboard'})).toBeFocused();
    await page.keyboard.press('t');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });
});
