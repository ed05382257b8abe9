/** Steps of the heat scale; more could not be told apart. */
export const heatSteps = 6;

/**
 * 0 (nobody) to `heatSteps` (as many as the busiest place). By the square root, because a few large places would otherwise
 * leave everything else at the same low step.
 */
export function heatStep(viewers: number, most: number): number {
  return viewers <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(viewers / most) * heatSteps));
}

/** From the low to the high end of the scale, as a CSS colour; 0 is plain land. */
export function heatColour(step: number): string {
  return step === 0
    ? 'var(--land)'
    : `color-mix(in oklab, var(--heat-high) ${Math.round(((step - 1) / (heatSteps - 1)) * 100)}%, var(--heat-low))`;
}
