import type {SliceView} from '../live/view';

/** A value of a dimension on screen. `outside`: the filters leave it out, but it can be chosen. */
export type KnownValue<T extends SliceView> = {readonly name: string} & (
  {readonly outside: false; readonly slice: T} | {readonly outside: true; readonly slice: undefined}
);

/** The vocabulary (METRICS) in its own order. */
export const knownQualities = ['4K', 'HD', 'SD'] as const;
export const knownDevices = ['tv', 'mobile', 'web', 'tablet'] as const;

/**
 * Slices in the vocabulary's order, so that rows never change places while one looks at them; values that the filters
 * leave out stay choosable, and whatever is not in the vocabulary follows.
 */
export function inKnownOrder<T extends SliceView>(slices: readonly T[], known: readonly string[]): KnownValue<T>[] {
  const others = slices.map((slice) => slice.name).filter((name) => !known.includes(name));
  return [...known, ...others.sort()].map((name) => {
    const slice = slices.find((candidate) => candidate.name === name);
    return slice ? {name, outside: false, slice} : {name, outside: true, slice: undefined};
  });
}
