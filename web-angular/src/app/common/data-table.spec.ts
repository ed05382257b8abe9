import {render} from '../../testing/rendered';
import {DataTable, type TableColumn} from './data-table';

interface City {
  readonly name: string;
  readonly viewers: number;
  readonly rate: number | undefined;
}

describe('DataTable', () => {
  const cities: City[] = [
    {name: 'Munich', viewers: 60, rate: 1.5},
    {name: 'Aachen', viewers: 9, rate: undefined},
    {name: 'Paris', viewers: 400, rate: 0.2},
  ];
  const columns: TableColumn<City>[] = [
    {name: 'City', text: ({name}) => name, by: ({name}) => name},
    {name: 'Viewers', text: ({viewers}) => String(viewers), by: ({viewers}) => viewers},
    {name: 'Errors', text: ({rate}) => (rate === undefined ? '–' : `${rate} %`), by: ({rate}) => rate},
  ];

  async function shown(inputs: Record<string, unknown> = {}) {
    const rendered = await render(DataTable<City>, {
      caption: 'Viewers by city',
      columns,
      rows: cities,
      key: (city: City) => city.name,
      ...inputs,
    });
    const names = () => rendered.all('tbody th').map((cell) => cell.textContent!.trim());
    const sort = async (name: string) => {
      rendered.button(name).click();
      await rendered.fixture.whenStable();
      return names();
    };
    return {...rendered, names, sort};
  }

  it('says what it holds and keeps the order that it is given', async () => {
    const {text, names, all} = await shown();
    expect(text('caption')).toBe('Viewers by city');
    expect(names()).toEqual(['Munich', 'Aachen', 'Paris']);
    expect(all('[aria-sort]')).toHaveLength(0);
    expect(all('tbody tr:first-child > *').map((cell) => cell.textContent!.trim())).toEqual(['Munich', '60', '1.5 %']);
  });

  it('sorts numbers from the largest, text from A, and turns round', async () => {
    const {sort, all} = await shown();
    expect(await sort('Viewers')).toEqual(['Paris', 'Munich', 'Aachen']);
    expect(all('[aria-sort]').map((head) => head.getAttribute('aria-sort'))).toEqual(['descending']);
    expect(await sort('Viewers')).toEqual(['Aachen', 'Munich', 'Paris']);
    expect(await sort('City')).toEqual(['Aachen', 'Munich', 'Paris']);
  });

  it('puts what is not known last in either order', async () => {
    const {sort} = await shown();
    expect(await sort('Errors')).toEqual(['Munich', 'Paris', 'Aachen']);
    expect(await sort('Errors')).toEqual(['Paris', 'Munich', 'Aachen']);
  });

  it('keeps its order while the numbers move', async () => {
    const {sort, set, names} = await shown();
    await sort('Viewers');
    await set({rows: [...cities, {name: 'Rome', viewers: 100, rate: 0}]});
    expect(names()).toEqual(['Paris', 'Rome', 'Munich', 'Aachen']);
  });

  it('lets those rows be chosen that can be', async () => {
    const {all, fixture, button} = await shown({
      canChoose: (city: City) => city.name !== 'Aachen',
      isChosen: (city: City) => city.name === 'Paris',
    });
    const chosen: string[] = [];
    fixture.componentInstance.chosen.subscribe(({name}) => chosen.push(name));
    expect(all('.choose').map((each) => each.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    button('Munich').click();
    expect(chosen).toEqual(['Munich']);
  });
});
