import {geoAzimuthalEqualArea, geoCentroid, geoNaturalEarth1, geoPath, type GeoProjection} from 'd3-geo';
import type {FeatureCollection} from 'geojson';
import {inhabited, shapeOf, type Shape} from './geography';
import type {Scope} from './place-groups';

/** Outlines in pixels, and how to bring a place among them. */
export interface Drawing {
  readonly project: GeoProjection;
  readonly outlines: readonly {readonly name: string; readonly path: string; readonly around: boolean}[];
  readonly shapes: readonly Shape[];
}

/** The whole world. */
export function drawWorld(shapes: readonly Shape[], width: number, height: number): Drawing {
  const all: FeatureCollection = {type: 'FeatureCollection', features: [...shapes]};
  const project = geoNaturalEarth1().fitExtent(
    [
      [8, 4],
      [width - 8, height - 8],
    ],
    all,
  );
  const path = geoPath(project).digits(1);
  return {
    project,
    shapes,
    outlines: shapes.map((shape) => ({name: shape.properties.name, path: path(shape) ?? '', around: false})),
  };
}

/** One country or state, with its neighbours for orientation; undefined when nobody knows its outline. */
export function drawCountry(
  countries: readonly Shape[],
  states: readonly Shape[],
  scope: Scope,
  points: readonly [number, number][],
  width: number,
  height: number,
): Drawing | undefined {
  const [longitude, latitude] = points[0] ?? [];
  const country = shapeOf(countries, scope.country!, longitude, latitude);
  if (!country) {
    return undefined;
  }
  const state = states.find((shape) => shape.properties.name === scope.state);
  const subject = state ?? inhabited(country, points);
  const [x, y] = geoCentroid(subject);
  const margin = 28;
  const project = geoAzimuthalEqualArea()
    .rotate([-x, -y])
    .clipAngle(60)
    .fitExtent(
      [
        [margin, margin],
        [width - margin, height - margin],
      ],
      subject,
    )
    .clipExtent([
      [-20, -20],
      [width + 20, height + 20],
    ]);
  const path = geoPath(project).digits(1);
  const drawn = (shape: Shape, around: boolean) => ({name: shape.properties.name, path: path(shape) ?? '', around});
  const neighbours = countries.filter((shape) => shape !== country).map((shape) => drawn(shape, true));
  const own =
    states.length > 0
      ? states.map((shape) => drawn(shape, state !== undefined && shape !== state))
      : [drawn(country, false)];
  return {
    project,
    shapes: states,
    outlines: [...neighbours, ...own].filter((outline) => outline.path !== ''),
  };
}
