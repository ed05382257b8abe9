import AxeBuilder from '@axe-core/playwright';
import {expect, type Page} from '@playwright/test';

/** No violation of WCAG 2.2 A and AA, or of good practice, that a machine can find on what is on screen now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Transitions end first: a half-faded text has half its contrast.
  await page.evaluate(async () => {
    const finite = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(finite.map((each) => each.finished));
  });
  const {violations} = await new AxeBuilder({page})
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(
    ({id, nodes}) => `${id}, ${nodes.length} ×: ${nodes[0]!.target.join(' ')}: ${nodes[0]!.failureSummary}`,
  );
  expect(found).toEqual([]);
}
