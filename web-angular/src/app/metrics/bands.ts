/** Where a number begins to need attention, and where it is bad. */
export interface Bands {
  readonly warning: number;
  readonly critical: number;
}

/** The direction in which a number gets worse. */
export type Worse = 'higher' | 'lower';

/** A judgement in words and icon as well as colour. */
export interface Verdict {
  readonly level: 'good' | 'warning' | 'bad';
  readonly text: string;
}

const words: Record<Worse, {readonly warning: string; readonly bad: string}> = {
  higher: {warning: 'Elevated', bad: 'High'},
  lower: {warning: 'Low', bad: 'Very low'},
};

/** What a number is worth; undefined without a number or without bands. A number on the edge of a band is in it. */
export function judge(value: number | undefined, bands: Bands | undefined, worse: Worse): Verdict | undefined {
  if (value === undefined || bands === undefined) {
    return undefined;
  }
  const reaches = (edge: number) => (worse === 'higher' ? value >= edge : value <= edge);
  return reaches(bands.critical)
    ? {level: 'bad', text: words[worse].bad}
    : reaches(bands.warning)
      ? {level: 'warning', text: words[worse].warning}
      : {level: 'good', text: 'Normal'};
}

/** Why two edges are no bands and what would be; undefined when they are. */
export function problemOf({warning, critical}: Bands, worse: Worse): string | undefined {
  for (const [name, edge] of Object.entries({Warning: warning, Critical: critical})) {
    if (!Number.isFinite(edge) || edge < 0) {
      return `${name} must be a number of 0 or more.`;
    }
  }
  const isOrdered = worse === 'higher' ? critical > warning : critical < warning;
  return isOrdered
    ? undefined
    : `Critical must be ${worse === 'higher' ? 'above' : 'below'} warning: this number gets worse as it gets ${worse}.`;
}
