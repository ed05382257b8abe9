import {row} from '../../testing/samples';
import {EventBuffer} from './event-buffer';
import {isGap} from './view';

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

  describe('where events may be missing', () => {
    const told = (buffer: EventBuffer) =>
      buffer.newestFirst().map((each) => (isGap(each) ? `${each.gap} ${each.atMs}–${each.untilMs}` : each.eventId));

    it('shows a gap when nothing of a replay is known', () => {
      const buffer = new EventBuffer(10);
      buffer.add(rows(1, 2));
      expect(buffer.addReplay(rows(8, 9), 10)).toBe(2);
      buffer.add(rows(10));
      expect(told(buffer)).toEqual(['E10', 'E9', 'E8', 'unconnected 2–8', 'E2', 'E1']);
    });

    it('shows none when the replay reaches back to what is known', () => {
      const buffer = new EventBuffer(10);
      buffer.add(rows(1, 2));
      buffer.addReplay(rows(2, 3), 10);
      expect(told(buffer)).toEqual(['E3', 'E2', 'E1']);
    });

    it('shows none in a feed that has just begun', () => {
      const buffer = new EventBuffer(10);
      buffer.addReplay(rows(2, 3), 10);
      buffer.miss(4, 10);
      buffer.keep(() => false);
      buffer.miss(4, 10);
      buffer.addReplay([], 10);
      expect(told(buffer)).toEqual([]);
    });

    it('makes one gap of breaks without an event between them', () => {
      const buffer = new EventBuffer(10);
      buffer.add(rows(1));
      buffer.addReplay([], 5);
      buffer.addReplay([], 9);
      expect(told(buffer)).toEqual(['unconnected 1–9', 'E1']);
    });

    it('counts what the service left out', () => {
      const buffer = new EventBuffer(10);
      buffer.add(rows(1));
      buffer.miss(40, 5);
      buffer.miss(2, 9);
      buffer.add(rows(8));
      expect(buffer.newestFirst()[1]).toMatchObject({gap: 'slow', missed: 42, untilMs: 9});
    });

    it('forgets a gap with the events before it', () => {
      const buffer = new EventBuffer(3);
      buffer.add(rows(1));
      buffer.addReplay(rows(8), 10);
      buffer.add(rows(9, 10));
      expect(told(buffer)).toEqual(['E10', 'E9', 'E8']);
    });
  });
});
