import {column, measure, rowsOf} from '../../../testing/chat-samples';
import {render} from '../../../testing/rendered';
import {AnswerTable} from './answer-table';

describe('AnswerTable', () => {
  const frames = () => new Promise((resolve) => setTimeout(resolve, 60));
  const columns = [column('city', {title: 'City'}), measure('viewers', {title: 'Viewers'})];
  const cells = (count: number, from = 0) =>
    Array.from({length: count}, (_, index) => [`City ${from + index}`, (from + index) * 1_000]);

  beforeEach(() => {
    // jsdom has no layout: the table gets a height, so that it knows how many rows to draw.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
    HTMLElement.prototype.scrollTo = function (this: HTMLElement, options?: ScrollToOptions | number) {
      this.scrollTop = (options as ScrollToOptions).top ?? 0;
      this.dispatchEvent(new Event('scroll'));
    };
  });
  afterEach(() => vi.restoreAllMocks());

  async function shown(rows: ReturnType<typeof rowsOf>) {
    const rendered = await render(AnswerTable, {columns, rows, label: 'Viewers by city'});
    const still = async () => {
      await frames();
      await rendered.fixture.whenStable();
    };
    await still();
    const frame = rendered.element.querySelector<HTMLElement>('.frame')!;
    const viewport = rendered.element.querySelector('cdk-virtual-scroll-viewport')!;
    viewport.getBoundingClientRect = () => new DOMRect(0, -frame.scrollTop);
    const scrollTo = async (top: number) => {
      frame.scrollTop = top;
      frame.dispatchEvent(new Event('scroll'));
      await still();
    };
    const lines = () =>
      rendered
        .all('[role=row]')
        .slice(1)
        .map((row) => [...row.querySelectorAll('[role=cell]')].map((cell) => cell.textContent!.trim()).join(' | '));
    return {...rendered, still, scrollTo, lines};
  }

  it('writes cells by their column and draws only what is looked at', async () => {
    const {lines, element} = await shown(rowsOf(cells(1_000)));
    expect(lines()[1]).toBe('City 1 | 1,000');
    expect(lines().length).toBeLessThan(60);
    expect(element.querySelector('[role=table]')!.getAttribute('aria-rowcount')).toBe('1001');
  });

  it('sorts by a column, the other way round, and not at all', async () => {
    const {button, lines, still, element} = await shown(rowsOf([['B', 2], ['A', 3], ['C', 1]])); // prettier-ignore
    const firstBy = async (name: string) => {
      button(name).click();
      await still();
      return lines()[0];
    };
    expect(await firstBy('Viewers')).toBe('A | 3');
    expect(element.querySelectorAll('[role=columnheader]')[1]!.getAttribute('aria-sort')).toBe('descending');
    expect(await firstBy('Viewers')).toBe('C | 1');
    expect(await firstBy('Viewers')).toBe('B | 2');
    expect(await firstBy('City')).toBe('A | 3');
  });

  it('fetches rows as one scrolls to them', async () => {
    const fetched: number[] = [];
    const rows = rowsOf(cells(1_000), 5_000, (offset, limit) => {
      fetched.push(offset);
      return Promise.resolve(cells(limit, offset));
    });
    const {scrollTo, lines} = await shown(rows);
    expect(fetched).toEqual([]);
    await scrollTo(3_200 * 32);
    expect(fetched).toEqual([3_000]);
    expect(lines().some((line) => line.startsWith('City 32'))).toBe(true);
  });

  it('fetches all of them before it sorts', async () => {
    const rows = rowsOf(cells(1_000), 2_500, (offset, limit) => Promise.resolve(cells(limit, offset)));
    const {button, still, lines} = await shown(rows);
    button('Viewers').click();
    await still();
    expect(lines()[0]).toBe('City 2499 | 2,499,000');
  });

  it('says which rows are missing when they can’t be fetched', async () => {
    const {scrollTo, text, button} = await shown(rowsOf(cells(1_000), 5_000));
    await scrollTo(3_200 * 32);
    expect(text('.note')).toContain('1,000 of 5,000 rows are here');
    expect(button('Fetch again')).toBeTruthy();
  });
});
