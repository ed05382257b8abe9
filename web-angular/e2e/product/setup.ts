import {AppHost} from './app-host.ts';
import {running, stopProduct} from './running.ts';

/**
 * Starts the product once for all journeys of `board`, unless PAGE_URL names one that runs; returns what stops it, if it still runs
 * then. Its lake gets events within seconds, so that what is asked of the past has one.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const wanted = [...process.argv.join(' ').matchAll(/--project[= ](\S+)/g)].map(([, name]) => name);
  if (process.env['PAGE_URL'] || (wanted.length > 0 && !wanted.includes('board'))) {
    return undefined;
  }
  const product = new AppHost();
  try {
    process.env['PAGE_URL'] = await product.start(300, {Lake__Writer__CloseSeconds: '5'});
  } catch (error) {
    await product.stop();
    throw error;
  }
  running.product = product;
  return stopProduct;
}
