import {AnswerRows, RowsGone, pageSize} from './answer-rows';

describe('AnswerRows', () => {
  const page = (offset: number, limit: number) => Array.from({length: limit}, (_, index) => [offset + index]);

  function of(
    here: number,
    rowCount: number,
    fetch = (offset: number, limit: number) => Promise.resolve(page(offset, limit)),
  ) {
    const asked: [number, number][] = [];
    const rows = new AnswerRows(page(0, here), rowCount, (offset, limit) => {
      asked.push([offset, limit]);
      return fetch(offset, limit);
    });
    return {rows, asked};
  }

  it('has a place for every row and fetches nothing that is here', async () => {
    const {rows, asked} = of(1_000, 3_400);
    expect(rows.rows()).toHaveLength(3_400);
    await rows.need(0, 1_000);
    expect(asked).toEqual([]);
    expect(rows.isComplete()).toBe(false);
  });

  it('fetches the page that is looked at, once, and the last one as short as it is', async () => {
    const {rows, asked} = of(1_000, 2_400);
    const looks = [rows.need(2_100, 2_130), rows.need(2_140, 2_150)];
    expect(rows.isFetching()).toBe(true);
    await Promise.all(looks);
    expect(asked).toEqual([[2 * pageSize, 400]]);
    expect(rows.rows()[2_399]!.cells).toEqual([2_399]);
    expect(rows.rows()[1_500]!.cells).toBeUndefined();
    expect(rows.fetched()).toHaveLength(1_000);
    expect(rows.isFetching()).toBe(false);
  });

  it('brings every row', async () => {
    const {rows} = of(1_000, 2_400);
    expect((await rows.all()).map(([cell]) => cell)).toEqual(page(0, 2_400).map(([cell]) => cell));
    expect(rows.isComplete()).toBe(true);
  });

  it('says that the answer is gone, and asks no more', async () => {
    const {rows, asked} = of(0, 10, () => Promise.reject(new RowsGone('gone')));
    await rows.need(0, 10);
    await rows.need(0, 10);
    expect(rows.state()).toBe('gone');
    expect(asked).toHaveLength(1);
  });

  it('tries again when it is told to', async () => {
    let works = false;
    const {rows} = of(0, 10, (offset, limit) =>
      works ? Promise.resolve(page(offset, limit)) : Promise.reject(new Error('broken')),
    );
    await rows.need(0, 10);
    expect(rows.state()).toBe('failed');
    works = true;
    rows.retry();
    await rows.need(0, 10);
    expect(rows.state()).toBe('ready');
    expect(rows.isComplete()).toBe(true);
  });
});
