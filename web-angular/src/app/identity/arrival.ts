/** Why the page left for the issuer, and where it was: kept in this tab until the page is here again. */
export interface Departure {
  readonly to: 'signIn' | 'signOut';
  /** The whole of it, and what the browser's history kept with it. */
  readonly address: string;
  readonly state: unknown;
}

/** How the page came to be opened. */
export interface Arrival {
  /** The whole address that an issuer answered to; undefined where nobody answered. */
  readonly answer: string | undefined;
  readonly departure: Departure | undefined;
}

const storageKey = 'sign-in-departure';

export function depart(page: Window, to: Departure['to']): void {
  const departure: Departure = {to, address: page.location.href, state: page.history.state};
  page.sessionStorage.setItem(storageKey, JSON.stringify(departure));
}

/** True until `arrive` has been called. */
export function hasDeparted(page: Window): boolean {
  return recall(page) !== undefined;
}

/**
 * Takes an issuer's answer out of the address and puts back the one that the page had when it left, before anybody reads the
 * board from it: an answer has a `state`, which the board would take for a place.
 */
export function arrive(page: Window): Arrival {
  const departure = recall(page);
  const {href, origin, pathname, search} = page.location;
  const query = new URLSearchParams(search);
  const isAnswer = query.has('state') && (query.has('code') || query.has('error'));
  if (departure) {
    page.sessionStorage.removeItem(storageKey);
  }
  if (isAnswer) {
    page.history.replaceState(departure?.state ?? null, '', departure?.address ?? origin + pathname);
  }
  return {answer: isAnswer ? href : undefined, departure};
}

function recall(page: Window): Departure | undefined {
  try {
    return (JSON.parse(page.sessionStorage.getItem(storageKey) ?? 'null') as Departure | null) ?? undefined;
  } catch {
    // A browser that keeps nothing, or somebody else's text.
    return undefined;
  }
}
