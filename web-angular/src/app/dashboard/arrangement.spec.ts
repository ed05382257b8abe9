import {asBuilt, canResize, moved, parseArrangement, placed, resized, type Arrangement} from './arrangement';

describe('arrangement', () => {
  const names = (arrangement: Arrangement) => arrangement.map(({name}) => name).join(' ');

  it('moves a panel one place to either side', () => {
    expect(names(moved(asBuilt, 'map', 'left'))).toBe('map cards quality devices feed health');
    expect(names(moved(asBuilt, 'map', 'right'))).toBe('cards quality map devices feed health');
  });

  it('moves a panel one row up or down', () => {
    // Rows: cards | map quality | devices feed | health.
    expect(names(moved(asBuilt, 'feed', 'up'))).toBe('cards feed map quality devices health');
    expect(names(moved(asBuilt, 'cards', 'down'))).toBe('map quality cards devices feed health');
    expect(names(moved(asBuilt, 'devices', 'down'))).toBe('cards map quality feed health devices');
  });

  it('leaves a panel where there is no further', () => {
    expect(moved(asBuilt, 'cards', 'left')).toBe(asBuilt);
    expect(moved(asBuilt, 'cards', 'up')).toBe(asBuilt);
    expect(moved(asBuilt, 'health', 'down')).toBe(asBuilt);
    expect(moved(asBuilt, 'health', 'right')).toBe(asBuilt);
  });

  it('places what was dragged', () => {
    expect(names(placed(asBuilt, 4, 0))).toBe('feed cards map quality devices health');
  });

  it('resizes within its steps', () => {
    const quality = (arrangement: Arrangement) => arrangement.find(({name}) => name === 'quality')!;
    expect(canResize(quality(asBuilt), 'narrower')).toBe(false);
    expect(canResize(quality(asBuilt), 'shorter')).toBe(false);
    const wider = resized(asBuilt, 'quality', 'wider');
    expect(quality(wider)).toMatchObject({span: 6, extraHeight: 0});
    expect(quality(resized(wider, 'quality', 'taller'))).toMatchObject({span: 6, extraHeight: 1});
  });

  it('reads back what it wrote', () => {
    const own = resized(placed(asBuilt, 4, 0), 'feed', 'taller');
    expect(parseArrangement(JSON.stringify(own))).toEqual(own);
  });

  it.each([
    null,
    'no json',
    '{}',
    '[]',
    JSON.stringify(asBuilt.slice(1)),
    JSON.stringify([...asBuilt, asBuilt[0]]),
    JSON.stringify(asBuilt.map((panel) => ({...panel, span: 5}))),
    JSON.stringify(asBuilt.map((panel) => ({...panel, extraHeight: -1}))),
    JSON.stringify([null, ...asBuilt.slice(1)]),
  ])('takes %s for no arrangement', (text) => expect(parseArrangement(text)).toBeUndefined());
});
