import type {AnswerView} from '../model/answer';

/** What it means that an answer has no rows: an anomaly that was looked for and not found is an answer, and a good one. */
export function emptyResult({reading, text}: AnswerView): string {
  if (!reading.some(({kind, text}) => kind === 'analysis' && text === 'Anomalies')) {
    return 'No rows: nothing matches this reading.';
  }
  // Within a sentence as the answer's own sentence writes it: "last 24 hours", but "Monday".
  const inSentence = (part: string) => {
    const lower = part.charAt(0).toLowerCase() + part.slice(1);
    return text.includes(lower) ? lower : part;
  };
  const checked = ['measure', 'dimension', 'grain', 'filter', 'time'].flatMap((wanted) =>
    reading.filter(({kind}) => kind === wanted),
  );
  return `No anomaly was found. Checked: ${checked.map((part) => inSentence(part.text)).join(', ')}.`;
}
