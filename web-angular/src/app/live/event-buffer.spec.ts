import {row} from '../../testing/samples';
import {EventBuffer} from './event-buffer';

describe('EventBuffer', () => {
  const rows = (...numbers: number[]) => numbers.map((number) => row({eventId: `E${number}`, atMs: number}));
  const ids = (buffer: EventBuffer) =>
    buffer
      .newestFirst()
      .map((each) => each.eventId)
      .join(' ');

  it('keeps the newest, newest first', () => {
    const buffer = new EventBuffer(3);
    buffer.add(rows(1, 2));
    buffer.add(rows(3, 4));
    expect(ids(buffer)).toBe('E4 E3 E2');
  });

  it('takes an event once, and again after it was let go', () => {
    const buffer = new EventBuffer(2);
    expect(buffer.add(rows(1, 2))).toBe(2);
    expect(buffer.add(rows(2, 3))).toBe(1);
    expect(ids(buffer)).toBe('E3 E2');
    expect(buffer.add(rows(1))).toBe(1);
  });

  it('puts a replay where its time belongs', () => {
    const buffer = new EventBuffer(10);
    buffer.add(rows(5, 6));
    buffer.add(rows(3, 4, 5, 7), true);
    expect(ids(buffer)).toBe('E7 E6 E5 E4 E3');
  });

  it('hands out pictures that later events don’t change', () => {
    const buffer = new EventBuffer(10);
    buffer.add(rows(1));
    const picture = buffer.newestFirst();
    buffer.add(rows(2));
    buffer.keep((each) => each.eventId === 'E2');
    expect(picture.map((each) => each.eventId)).toEqual(['E1']);
    expect(ids(buffer)).toBe('E2');
  });

  it('takes back what it was told not to keep', () => {
    const buffer = new EventBuffer(10);
    buffer.add(rows(1));
    buffer.keep(() => false);
    expect(buffer.add(rows(1))).toBe(1);
  });
});
