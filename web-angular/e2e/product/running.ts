import type {AppHost} from './app-host.ts';

/** The product that was started for the journeys of `board`, as long as it runs. Known in the process that runs all suites, not in its workers. */
export const running: {product?: AppHost} = {};

/** Stops it, once. */
export async function stopProduct(): Promise<void> {
  const {product} = running;
  delete running.product;
  await product?.stop();
}
