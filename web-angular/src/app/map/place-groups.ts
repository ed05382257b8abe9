import type {PlaceView} from '../live/view';

/** Where the map looks: nothing named = the world. */
export interface Scope {
  readonly country?: string;
  readonly state?: string;
  readonly city?: string;
}

/** Places that share a name on one level: a country in the world, a state in a country, a city in a state. */
export interface PlaceGroup {
  readonly name: string;
  readonly level: 'country' | 'state' | 'city';
  readonly country: string;
  readonly state: string;
  readonly activeViewers: number;
  readonly events: number;
  readonly errors: number;
  /** The middle of the group's viewers, degrees; undefined when no place of it has coordinates. */
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
}

export function levelOf(scope: Scope): PlaceGroup['level'] {
  return scope.country === undefined ? 'country' : scope.state === undefined ? 'state' : 'city';
}

export function isWithin(place: PlaceView, scope: Scope): boolean {
  return (
    (scope.country === undefined || place.country === scope.country) &&
    (scope.state === undefined || place.state === scope.state) &&
    (scope.city === undefined || place.city === scope.city)
  );
}

/** Sums the places of the scope one level below it, most viewers first. */
export function groupPlaces(places: Iterable<PlaceView>, scope: Scope): PlaceGroup[] {
  const level = levelOf(scope);
  const members = new Map<string, PlaceView[]>();
  for (const place of places) {
    if (isWithin(place, scope)) {
      const list = members.get(place[level]);
      if (list) {
        list.push(place);
      } else {
        members.set(place[level], [place]);
      }
    }
  }
  return [...members]
    .map(([name, list]) => group(name, level, list))
    .filter((each) => each.activeViewers > 0 || each.events > 0)
    .sort((a, b) => b.activeViewers - a.activeViewers || a.name.localeCompare(b.name));
}

function group(name: string, level: PlaceGroup['level'], members: readonly PlaceView[]): PlaceGroup {
  const total = (of: (place: PlaceView) => number) => members.reduce((sum, place) => sum + of(place), 0);
  const located = members.filter((place) => place.latitude !== undefined && place.longitude !== undefined);
  // A place without viewers still has a location; the weight of one keeps the middle defined.
  const weight = (place: PlaceView) => Math.max(1, place.activeViewers);
  const weights = located.reduce((sum, place) => sum + weight(place), 0);
  const middle = (of: (place: PlaceView) => number) =>
    weights === 0 ? undefined : located.reduce((sum, place) => sum + of(place) * weight(place), 0) / weights;
  return {
    name,
    level,
    country: members[0]!.country,
    state: members[0]!.state,
    activeViewers: total((place) => place.activeViewers),
    events: total((place) => place.events),
    errors: total((place) => place.errors),
    latitude: middle((place) => place.latitude!),
    longitude: middle((place) => place.longitude!),
  };
}
