import {answer, column, measure, time} from '../../../testing/chat-samples';
import {clockOf, onClock, zoneOf} from './chart-clock';

describe('the clock of a chart', () => {
  const hourOfDay = measure('hour_of_day', {role: 'dimension'});

  it('is UTC’s unless the answer’s sentence names a zone', () => {
    expect(zoneOf(answer({text: 'Error rate by hour, yesterday.'}))).toBe('UTC');
    expect(zoneOf(answer({text: 'Viewers by day, last week, days and hours of America/New_York.'}))).toBe(
      'America/New_York',
    );
  });

  it('belongs to times and hours of the day', () => {
    expect(clockOf(time('day'), 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(clockOf(hourOfDay, 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(clockOf(column('city'), 'Asia/Tokyo')).toBe('');
    expect(clockOf(measure('local_hour', {role: 'dimension'}), 'UTC')).toBe('');
  });

  it('is UTC’s for times of a zone that the browser does not know', () => {
    expect(clockOf(time('day'), 'Mars/Olympus')).toBe('UTC');
  });

  it('shows moments as the zone’s clocks do', () => {
    const shown = onClock(time('day'), 'Asia/Tokyo');
    expect(shown('2026-11-20 15:00:00')).toBe('2026-11-21T00:00:00.000Z');
    expect(shown(undefined)).toBeUndefined();
    expect(onClock(hourOfDay, 'Asia/Tokyo')(7)).toBe(7);
    expect(onClock(time('day'), 'UTC')('2026-11-20 15:00:00')).toBe('2026-11-20 15:00:00');
  });
});
