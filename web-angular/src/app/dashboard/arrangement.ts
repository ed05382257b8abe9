export const panelNames = ['cards', 'map', 'quality', 'devices', 'feed', 'health'] as const;
export type PanelName = (typeof panelNames)[number];

export const panelTitles: Record<PanelName, string> = {
  cards: 'Cards',
  map: 'Viewers by place',
  quality: 'Quality',
  devices: 'Devices',
  feed: 'Events',
  health: 'Data health',
};

/** Columns, of twelve, that a panel may take. */
export const spans = [4, 6, 8, 12] as const;
export type Span = (typeof spans)[number];
/** Steps by which a panel may be taller than it needs to be. */
export const mostExtraHeight = 3;

export interface Placed {
  readonly name: PanelName;
  readonly span: Span;
  readonly extraHeight: number;
}

/** The panels in reading order; they fill rows of twelve columns from left to right. */
export type Arrangement = readonly Placed[];

export const asBuilt: Arrangement = [
  {name: 'cards', span: 12, extraHeight: 0},
  {name: 'map', span: 8, extraHeight: 0},
  {name: 'quality', span: 4, extraHeight: 0},
  {name: 'devices', span: 8, extraHeight: 0},
  {name: 'feed', span: 4, extraHeight: 0},
  {name: 'health', span: 12, extraHeight: 0},
];

export type Move = 'left' | 'right' | 'up' | 'down';
export type Resize = 'narrower' | 'wider' | 'shorter' | 'taller';

/** The arrangement with a panel one place, or one row, further; the same one where there is no further. */
export function moved(arrangement: Arrangement, name: PanelName, move: Move): Arrangement {
  const from = arrangement.findIndex((panel) => panel.name === name);
  return placed(arrangement, from, target(arrangement, from, move));
}

/** The arrangement with what was at `from` at `to`. */
export function placed(arrangement: Arrangement, from: number, to: number): Arrangement {
  if (from === to || to < 0 || to >= arrangement.length) {
    return arrangement;
  }
  const rest = arrangement.filter((_, index) => index !== from);
  return [...rest.slice(0, to), arrangement[from]!, ...rest.slice(to)];
}

export function resized(arrangement: Arrangement, name: PanelName, resize: Resize): Arrangement {
  return arrangement.map((panel) => (panel.name === name ? {...panel, ...sizeAfter(panel, resize)} : panel));
}

export function canResize(panel: Placed, resize: Resize): boolean {
  const {span, extraHeight} = sizeAfter(panel, resize);
  return span !== panel.span || extraHeight !== panel.extraHeight;
}

/** Reads what was remembered; undefined when it is no arrangement of the panels there are. */
export function parseArrangement(text: string | null): Arrangement | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  const panels = Array.isArray(read) ? (read as Partial<Placed>[]) : [];
  const isWhole =
    panels.length === panelNames.length && panelNames.every((name) => panels.some((panel) => panel?.name === name));
  const isSized = panels.every(
    (panel) =>
      spans.includes(panel?.span as Span) &&
      Number.isInteger(panel.extraHeight) &&
      panel.extraHeight! >= 0 &&
      panel.extraHeight! <= mostExtraHeight,
  );
  return isWhole && isSized
    ? panels.map(({name, span, extraHeight}) => ({name: name!, span: span!, extraHeight: extraHeight!}))
    : undefined;
}

function sizeAfter({span, extraHeight}: Placed, resize: Resize): Pick<Placed, 'span' | 'extraHeight'> {
  const step = (by: number) => spans[Math.min(spans.length - 1, Math.max(0, spans.indexOf(span) + by))]!;
  switch (resize) {
    case 'narrower':
      return {span: step(-1), extraHeight};
    case 'wider':
      return {span: step(1), extraHeight};
    case 'shorter':
      return {span, extraHeight: Math.max(0, extraHeight - 1)};
    case 'taller':
      return {span, extraHeight: Math.min(mostExtraHeight, extraHeight + 1)};
  }
}

function target(arrangement: Arrangement, from: number, move: Move): number {
  if (move === 'left' || move === 'right') {
    return from + (move === 'left' ? -1 : 1);
  }
  const rows = rowStarts(arrangement);
  const row = rows.filter((start) => start <= from).length - 1;
  const other = rows[row + (move === 'up' ? -1 : 1)];
  if (other === undefined) {
    return from;
  }
  // Downwards the panel itself leaves its row, so everything after it moves up by one.
  return move === 'up' ? other : Math.min(arrangement.length - 1, (rows[row + 2] ?? arrangement.length) - 1);
}

/** Index of the first panel of each row. */
function rowStarts(arrangement: Arrangement): number[] {
  const starts: number[] = [];
  let used = Infinity;
  arrangement.forEach(({span}, index) => {
    if (used + span > 12) {
      starts.push(index);
      used = 0;
    }
    used += span;
  });
  return starts;
}
