import {InjectionToken} from '@angular/core';

/** Where the live service answers gRPC-Web, without a trailing slash. */
export const LIVE_URL = new InjectionToken<string>('address of the live service');

/**
 * Reads `config.json` beside the page: `{"liveUrl": "http://host:port"}`. Without it the service is on the page's own
 * host, one port further (page 3000, service 3001), so a default set-up needs no configuration at all.
 */
export async function findLiveUrl(page: Location, load: typeof fetch = fetch): Promise<string> {
  try {
    const response = await load('config.json', {cache: 'no-store'});
    const config = (response.ok ? await response.json() : {}) as {liveUrl?: unknown};
    if (typeof config.liveUrl === 'string' && config.liveUrl !== '') {
      return config.liveUrl.replace(/\/+$/, '');
    }
  } catch {
    // An unreadable config is the same as none: the page says so by its connection state if the default is wrong.
  }
  const pagePort = Number(page.port || (page.protocol === 'https:' ? 443 : 80));
  return `${page.protocol}//${page.hostname}:${pagePort + 1}`;
}
