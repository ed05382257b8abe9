/** Who is signed in. */
export interface User {
  readonly name: string;
  /** Tenants whose data the user may see; `*` is every one. */
  readonly tenants: readonly string[];
  /** The tenants in a few words, for where a list has no room; empty without one. */
  readonly tenant: string;
}

export const everyTenant = '*';

export function userOf(name: string, tenants: readonly string[]): User {
  return {name, tenants, tenant: inFewWords(tenants)};
}

function inFewWords(tenants: readonly string[]): string {
  if (tenants.includes(everyTenant)) {
    return 'All tenants';
  }
  return tenants.length > 1 ? `${tenants.length} tenants` : (tenants[0] ?? '');
}
