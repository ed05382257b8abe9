import {decimal} from '../common/numbers';
import type {Worse} from './bands';

/** How a number moved since the window before, and whether that is welcome. */
export interface Change {
  /** Without a sign: the arrow has it. */
  readonly text: string;
  readonly direction: 'up' | 'down' | 'level';
  readonly tone: 'good' | 'bad' | 'neutral';
}

/** Changes smaller than this, in percent of the number before, are noise. */
const levelPercent = 0.5;
const levelPoints = 0.01;

/** Change in percent of the number before; undefined when one of the two is not known or there was nothing before. */
export function relativeChange(now: number | undefined, before: number | undefined, worse?: Worse): Change | undefined {
  if (now === undefined || before === undefined || before === 0) {
    return undefined;
  }
  const percent = ((now - before) / before) * 100;
  const size = Math.abs(percent);
  return change(
    percent,
    levelPercent,
    size >= 1_000 ? `×${decimal(now / before, 0)}` : `${decimal(size, size < 10 ? 1 : 0)} %`,
    worse,
  );
}

/** Change of a number that is itself in percent: in points, as a percentage of a percentage misleads. */
export function pointChange(now: number | undefined, before: number | undefined, worse?: Worse): Change | undefined {
  if (now === undefined || before === undefined) {
    return undefined;
  }
  return change(now - before, levelPoints, `${decimal(Math.abs(now - before), 2)} pts`, worse);
}

function change(difference: number, level: number, text: string, worse: Worse | undefined): Change {
  if (Math.abs(difference) < level) {
    return {text: 'Steady', direction: 'level', tone: 'neutral'};
  }
  const rises = difference > 0;
  return {
    text,
    direction: rises ? 'up' : 'down',
    tone: worse === undefined ? 'neutral' : rises === (worse === 'higher') ? 'bad' : 'good',
  };
}
