import {FakePage} from '../../testing/fake-oidc';
import {arrive, depart, hasDeparted} from './arrival';

describe('Arrival', () => {
  it('puts back the address and the history that the page left with', () => {
    const before = new FakePage('https://page/?device=tv&state=Texas#x');
    depart(before.window, 'signIn');
    const page = new FakePage('https://page/?code=c&state=s&iss=i');
    page.history.state = null;
    Object.assign(page, {sessionStorage: before.sessionStorage});
    expect(hasDeparted(page.window)).toBe(true);
    const arrival = arrive(page.window);
    expect(arrival.answer).toBe('https://page/?code=c&state=s&iss=i');
    expect(arrival.departure!.to).toBe('signIn');
    expect(page.history.replaced).toEqual(['https://page/?device=tv&state=Texas#x']);
    expect(page.history.state).toEqual({boardStep: 2});
    expect(hasDeparted(page.window)).toBe(false);
  });

  it('takes an answer out of the address that nobody asked for', () => {
    const page = new FakePage('https://page//?error=denied&state=s');
    expect(arrive(page.window)).toEqual({answer: 'https://page//?error=denied&state=s', departure: undefined});
    expect(page.history.replaced).toEqual(['https://page//']);
  });

  it('leaves the address of a board alone, whose state is a place', () => {
    const page = new FakePage('https://page/?state=Texas');
    expect(arrive(page.window)).toEqual({answer: undefined, departure: undefined});
    expect(page.history.replaced).toEqual([]);
  });

  it('knows of no departure where the browser keeps nothing, or something else', () => {
    const page = new FakePage();
    page.sessionStorage.setItem('sign-in-departure', '{');
    expect(hasDeparted(page.window)).toBe(false);
    Object.defineProperty(page, 'sessionStorage', {
      get: () => {
        throw new Error('denied');
      },
    });
    expect(arrive(page.window).departure).toBeUndefined();
  });
});
