import AxeBuilder from '@axe-core/playwright';
import {expect, type Page} from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that look at colours: the only ones that another colour scheme can break. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * No violation of WCAG 2.2 A and AA, or of good practice, that a machine can find on what is on screen now, in light or dark.
 * `within` (a selector) looks at the part that a journey changed; the whole page takes many times as long.
 */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({colorScheme});
    await settled(page);
    const axe = within === undefined ? new AxeBuilder({page}) : new AxeBuilder({page}).include(within);
    const {violations} = await (
      colorScheme === 'light' ? axe.withTags(standards) : axe.withRules(colourRules)
    ).analyze();
    for (const {id, nodes} of violations) {
      const [first] = nodes;
      found.push(`${colorScheme}: ${id}, ${nodes.length} ×: ${first!.target.join(' ')}: ${first!.failureSummary}`);
    }
  }
  await page.emulateMedia({colorScheme: null});
  expect(found).toEqual([]);
}

/** Transitions end first: a half-faded text has half its contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const finite = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((each) => each.finished));
  });
}
