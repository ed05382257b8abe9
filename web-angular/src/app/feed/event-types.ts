import {
  LucideCircleCheckBig,
  LucideCircleHelp,
  LucideCircleStop,
  LucideCircleX,
  LucideHeartPulse,
  LucideLoader,
  LucidePause,
  LucidePlay,
  LucideSkipForward,
  LucideSlidersHorizontal,
  LucideStepForward,
  type LucideIcon,
} from '@lucide/angular';
import {label} from '../common/numbers';

/** How an event type looks: an icon and a word always go with the colour. */
export interface EventTypeLook {
  readonly type: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** A CSS colour by meaning. */
  readonly colour: string;
}

const looks: readonly EventTypeLook[] = [
  look('error', LucideCircleX, 'error'),
  look('buffer', LucideLoader, 'buffer'),
  look('start', LucidePlay, 'start'),
  look('stop', LucideCircleStop, 'quiet'),
  look('complete', LucideCircleCheckBig, 'complete'),
  look('pause', LucidePause, 'pause'),
  look('resume', LucideStepForward, 'resume'),
  look('seek', LucideSkipForward, 'seek'),
  look('quality_change', LucideSlidersHorizontal, 'quality'),
  look('heartbeat', LucideHeartPulse, 'quiet'),
];
const byType = new Map(looks.map((known) => [known.type, known]));

function look(type: string, icon: LucideIcon, meaning: string): EventTypeLook {
  return {type, label: label(type), icon, colour: `var(--event-${meaning})`};
}

/** Every type of the vocabulary, what one looks for first, and last what is nearly everything. */
export const eventTypes: readonly EventTypeLook[] = looks;

/** A type that nobody has heard of keeps its name and gets a neutral look. */
export function lookOf(type: string): EventTypeLook {
  return byType.get(type) ?? look(type || 'other', LucideCircleHelp, 'quiet');
}
