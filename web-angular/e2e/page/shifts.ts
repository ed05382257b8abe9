import {expect, type Page} from '@playwright/test';

/** From the next address on, remembers what moves on the page without anybody having moved it. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, {shifts});
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly sources: readonly {readonly node: Node | null}[];
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        const moved = entry.sources.map(({node}) => (node instanceof Element ? node.className : node?.nodeName));
        shifts.push(`${entry.value} ${moved.join(', ')}`);
      }
    }).observe({type: 'layout-shift', buffered: true});
  });
}

/** @param most Share of the window by which everything together may have moved, as layout shifts are scored. */
export async function expectUnmoved(page: Page, most = 0.01): Promise<void> {
  const shifts = await page.evaluate(() => (window as unknown as {shifts: string[]}).shifts);
  const total = shifts.reduce((sum, shift) => sum + parseFloat(shift), 0);
  expect(total, shifts.join('\n')).toBeLessThan(most);
}
