import {column, measure} from '../../../testing/chat-samples';
import {changeLine} from './change-line';

describe('changeLine', () => {
  const columns = [column('period'), measure('viewers'), measure('change_percent', {type: 'real', unit: '%'})];

  it('says what two periods come to, from the earlier to the later', () => {
    expect(
      changeLine(columns, [
        ['this week', 90, -10],
        ['last week', 100, undefined],
      ]),
    ).toBe('−10 % from last week to this week');
    expect(
      changeLine(columns, [
        ['Monday', 200, undefined],
        ['Tuesday', 225, 12.5],
      ]),
    ).toBe('+12.50 % from Monday to Tuesday');
  });

  it('tells the change of a rate in points and in percent', () => {
    const rate = measure('error_rate', {type: 'real', unit: '%'});
    const rows = [
      ['last hour', 0.413, -28.06],
      ['hour before', 0.574, undefined],
    ];
    expect(changeLine([columns[0]!, rate, columns[2]!], rows)).toBe(
      '−0.161 points, −28.06 % from hour before to last hour',
    );
  });

  it('says nothing of groups, of no change that is known, and where nothing is compared', () => {
    const groups = [
      ['this week', 90, -10],
      ['this week', 80, 5],
      ['last week', 100, undefined],
    ];
    expect(changeLine(columns, groups)).toBeUndefined();
    expect(changeLine(columns, groups.slice(2))).toBeUndefined();
    expect(
      changeLine(columns, [
        ['this week', 90, undefined],
        ['last week', 0, undefined],
      ]),
    ).toBeUndefined();
    expect(changeLine(columns.slice(0, 2), groups.slice(1))).toBeUndefined();
  });
});
