const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});

/** What stands where a number is not defined, as a rate without events. */
export const undefinedNumber = '–';

/** 12,345: exact, because the counts are. */
export function count(value: number): string {
  return whole.format(value);
}

/** 1.2M: where room is short and the exact number is elsewhere. */
export function shortCount(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

export function decimal(value: number | undefined, digits: number): string {
  return value === undefined
    ? undefinedNumber
    : value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

/** A part of a whole in percent; small parts keep a digit, so that one in a thousand is not shown as none. */
export function share(part: number, whole: number): string {
  if (whole <= 0) {
    return undefinedNumber;
  }
  const percent = (part / whole) * 100;
  return `${decimal(percent, percent > 0 && percent < 10 ? 1 : 0)} %`;
}

/** 45 s, 3 min, 2 h: as exact as somebody needs who decides whether to trust a number. */
export function age(seconds: number): string {
  return seconds < 60
    ? `${seconds} s`
    : seconds < 3_600
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 3_600)} h`;
}

const names: Record<string, string> = {tv: 'TV', web: 'Web', mobile: 'Mobile', tablet: 'Tablet', other: 'Other'};

/** Words of the event as people write them: `quality_change` → Quality change, `tv` → TV. */
export function label(name: string): string {
  const words = name.replaceAll('_', ' ');
  return names[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
