import {judge, problemOf} from './bands';

describe('judge', () => {
  const rate = {warning: 2, critical: 5};
  it.each([
    [1.99, 'Normal'],
    [2, 'Elevated'],
    [4.99, 'Elevated'],
    [5, 'High'],
  ])('calls an error rate of %s %s', (value, text) => {
    expect(judge(value, rate, 'higher')!.text).toBe(text);
  });

  it.each([
    [6, 'Normal'],
    [5, 'Low'],
    [2, 'Very low'],
  ])('calls a bandwidth of %s %s', (value, text) => {
    expect(judge(value, {warning: 5, critical: 2}, 'lower')!.text).toBe(text);
  });

  it('judges nothing without a number or without bands', () => {
    expect(judge(undefined, rate, 'higher')).toBeUndefined();
    expect(judge(1, undefined, 'higher')).toBeUndefined();
  });
});

describe('problemOf', () => {
  it.each([
    [{warning: NaN, critical: 5}, 'higher', 'Warning must be a number of 0 or more.'],
    [{warning: 1, critical: -1}, 'higher', 'Critical must be a number of 0 or more.'],
    [{warning: 5, critical: 5}, 'higher', 'Critical must be above warning'],
    [{warning: 5, critical: 6}, 'lower', 'Critical must be below warning'],
  ] as const)('says what is wrong with %j where worse is %s', (bands, worse, problem) => {
    expect(problemOf(bands, worse)).toContain(problem);
  });

  it('finds nothing wrong with bands in order', () => {
    expect(problemOf({warning: 2, critical: 5}, 'higher')).toBeUndefined();
    expect(problemOf({warning: 5, critical: 0}, 'lower')).toBeUndefined();
  });
});
