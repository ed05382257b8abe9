import type {SliceView} from '../live/view';

/** A value of a dimension on screen; without a slice the filters leave it out, but it can be chosen. */
export interface KnownValue<T extends SliceView> {
  readonly name: string;
  readonly slice: T | undefined;
}

/** The vocabulary (METRICS) in its own order. */
export const knownQualities = ['4K', 'HD', 'SD'] as const;
export const knownDevices = ['tv', 'mobile', 'web', 'tablet'] as const;

/**
 * Slices in the vocabulary's order, so that rows never change places while one looks at them. Values that `selected` leaves
 * out stay choosable; whatever is not in the vocabulary follows, unless it is empty.
 */
export function inKnownOrder<T extends SliceView>(
  slices: readonly T[],
  known: readonly string[],
  selected: readonly string[] = [],
): KnownValue<T>[] {
  const others = slices
    .filter((slice) => !known.includes(slice.name) && (slice.activeViewers > 0 || slice.events > 0))
    .map((slice) => slice.name)
    .sort();
  const isLeftOut = (name: string) => selected.length > 0 && !selected.includes(name);
  return [...known, ...others].map((name) => ({
    name,
    slice: isLeftOut(name) ? undefined : slices.find((candidate) => candidate.name === name),
  }));
}
