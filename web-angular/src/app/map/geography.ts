import {InjectionToken} from '@angular/core';
import {geoArea, geoContains} from 'd3-geo';
import type {Feature, FeatureCollection, MultiPolygon, Polygon} from 'geojson';
import {feature} from 'topojson-client';
import type {GeometryCollection, Topology} from 'topojson-specification';

export type Shape = Feature<Polygon | MultiPolygon, {name: string}>;

/** Outlines, each loaded when it is first looked at; nothing comes over the network but the page's own files. */
export interface Geography {
  /** Countries, coarse enough for the whole world. */
  world(): Promise<readonly Shape[]>;
  /** Countries, fine enough to look at one. */
  countries(): Promise<readonly Shape[]>;
  statesOfTheUnitedStates(): Promise<readonly Shape[]>;
}

export const GEOGRAPHY = new InjectionToken<Geography>('outlines of countries and states', {
  providedIn: 'root',
  factory: () => ({
    world: once(() => import('world-atlas/countries-110m.json').then((atlas) => shapes(atlas, 'countries'))),
    countries: once(() => import('world-atlas/countries-50m.json').then((atlas) => shapes(atlas, 'countries'))),
    statesOfTheUnitedStates: once(() => import('us-atlas/states-10m.json').then((atlas) => shapes(atlas, 'states'))),
  }),
});

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}

function shapes(module: {default?: unknown}, name: string): readonly Shape[] {
  const atlas = (module.default ?? module) as Topology;
  const objects = atlas.objects[name] as GeometryCollection<{name: string}>;
  const collection = feature(atlas, objects) as FeatureCollection<Polygon | MultiPolygon, {name: string}>;
  // Nobody streams from Antarctica, and without it the rest is drawn a fifth larger.
  return collection.features.filter((shape) => shape.properties.name !== 'Antarctica');
}

/** Names of the events where they differ from the atlas's. */
const atlasNames: Record<string, string> = {
  'United States': 'United States of America',
  USA: 'United States of America',
  UK: 'United Kingdom',
  'Czech Republic': 'Czechia',
  'Bosnia and Herzegovina': 'Bosnia and Herz.',
  'Dominican Republic': 'Dominican Rep.',
  'DR Congo': 'Dem. Rep. Congo',
  'Ivory Coast': "Côte d'Ivoire",
  'North Macedonia': 'Macedonia',
  Türkiye: 'Turkey',
};

/** The outline of a country by its name, or by where its viewers are. */
export function shapeOf(
  shapes: readonly Shape[],
  name: string,
  longitude: number | undefined,
  latitude: number | undefined,
): Shape | undefined {
  const wanted = atlasNames[name] ?? name;
  return (
    shapes.find((shape) => shape.properties.name === wanted) ??
    (longitude === undefined || latitude === undefined
      ? undefined
      : shapes.find((shape) => geoContains(shape, [longitude, latitude])))
  );
}

/**
 * The parts of a country that are worth looking at: its largest, and those with viewers. France without Guiana, the
 * United States without the Aleutians, unless somebody watches there.
 */
export function inhabited(shape: Shape, points: readonly (readonly [number, number])[]): Shape {
  if (shape.geometry.type === 'Polygon') {
    return shape;
  }
  const parts = shape.geometry.coordinates.map((coordinates): Feature<Polygon> => ({
    type: 'Feature',
    properties: {},
    geometry: {type: 'Polygon', coordinates},
  }));
  const largest = parts.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a));
  const kept = parts.filter((part) => part === largest || points.some(([x, y]) => geoContains(part, [x, y])));
  return {...shape, geometry: {type: 'MultiPolygon', coordinates: kept.map((part) => part.geometry.coordinates)}};
}
