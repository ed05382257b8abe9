import {AppHost} from './app-host.ts';

/** Starts the product once for all journeys, unless PAGE_URL names one that runs; returns what stops it. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const wanted = process.argv.filter((argument) => argument.startsWith('--project')).join(' ');
  if (process.env['PAGE_URL'] || (wanted !== '' && !wanted.includes('board'))) {
    return undefined;
  }
  const product = new AppHost();
  try {
    process.env['PAGE_URL'] = await product.start(300);
  } catch (error) {
    await product.stop();
    throw error;
  }
  return () => product.stop();
}
