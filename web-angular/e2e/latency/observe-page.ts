/** What a page notes about itself; read by `measure.ts`. */
export interface PageNotes {
  /** Milliseconds from an event's own time until its row was in the DOM, of events since `begin`. */
  rows: number[];
  begin(): void;
}

/** Runs in the page, before its own scripts. */
export function observePage(): void {
  const seen = new Set<string>();
  let since = Infinity;
  const notes: PageNotes = {
    rows: [],
    begin() {
      since = Date.now();
      notes.rows = [];
    },
  };
  Object.assign(window, {notes});
  const noteRow = (row: HTMLElement) => {
    const id = row.dataset['eventId']!;
    const producedAtMs = Date.parse(row.querySelector('time')?.dateTime ?? '');
    if (!seen.has(id)) {
      seen.add(id);
      if (producedAtMs >= since) {
        notes.rows.push(Date.now() - producedAtMs);
      }
    }
  };
  new MutationObserver((changes) => {
    const rows = new Set<HTMLElement>();
    for (const {target, addedNodes} of changes) {
      for (const node of [target, ...addedNodes]) {
        if (node instanceof HTMLElement && node.dataset['eventId']) {
          rows.add(node);
        }
      }
    }
    rows.forEach(noteRow);
  }).observe(document, {subtree: true, childList: true, attributeFilter: ['data-event-id']});
}
