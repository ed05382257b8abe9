import {TestBed} from '@angular/core/testing';
import {render} from '../../../testing/rendered';
import {Composer} from './composer';
import {SPEECH, type Recognition} from './speech';

describe('Composer', () => {
  async function composing(inputs: Record<string, unknown> = {}) {
    const rendered = await render(Composer, inputs);
    const field = rendered.element.querySelector('textarea')!;
    const asked: string[] = [];
    rendered.fixture.componentInstance.asked.subscribe((question) => asked.push(question));
    const write = async (text: string) => {
      field.value = text;
      field.dispatchEvent(new Event('input'));
      await rendered.fixture.whenStable();
    };
    const press = async (key: string, init: KeyboardEventInit = {}) => {
      const event = new KeyboardEvent('keydown', {key, cancelable: true, bubbles: true, ...init});
      field.dispatchEvent(event);
      await rendered.fixture.whenStable();
      return event;
    };
    return {...rendered, field, asked, write, press};
  }

  it('asks with Enter and is empty again', async () => {
    const {asked, write, press, field} = await composing();
    await write(' viewers now ');
    await press('Enter');
    expect(asked).toEqual(['viewers now']);
    expect(field.value).toBe('');
  });

  it('leaves Shift-Enter to the field and Enter to an input method', async () => {
    const {asked, write, press} = await composing();
    await write('viewers');
    expect((await press('Enter', {shiftKey: true})).defaultPrevented).toBe(false);
    await press('Enter', {isComposing: true});
    expect(asked).toEqual([]);
  });

  it('asks nothing while a question is under way, and can stop that', async () => {
    const {asked, write, press, button, fixture, set} = await composing();
    expect(button('Ask').disabled).toBe(true);
    await write('viewers');
    await set({busy: true});
    await press('Enter');
    expect(asked).toEqual([]);
    let cancelled = 0;
    fixture.componentInstance.cancelled.subscribe(() => cancelled++);
    button('Stop the question').click();
    expect(cancelled).toBe(1);
  });

  it('brings earlier questions back with the arrows', async () => {
    const {field, press} = await composing({earlier: ['first', 'second']});
    await press('ArrowUp');
    expect(field.value).toBe('second');
    await press('ArrowUp');
    await press('ArrowUp');
    expect(field.value).toBe('first');
    await press('ArrowDown');
    await press('ArrowDown');
    expect(field.value).toBe('');
  });

  it('says how much room is left when it gets little', async () => {
    const {write, text} = await composing();
    await write('x'.repeat(1_900));
    expect(text('.hint')).toBe('1900 of 2000 characters');
  });

  it('takes a question that is spoken, where the browser can listen', async () => {
    let recognition: Recognition | undefined;
    TestBed.configureTestingModule({
      providers: [
        {
          provide: SPEECH,
          useValue: () =>
            (recognition = {
              start: () => {},
              stop: () => recognition!.onend!(),
              abort: () => {},
            } as unknown as Recognition),
        },
      ],
    });
    const {button, field, fixture, text} = await composing();
    button('Speak the question').click();
    await fixture.whenStable();
    expect(button('Speak the question').getAttribute('aria-pressed')).toBe('true');
    recognition!.onresult!({results: [[{transcript: 'viewers '}], [{transcript: 'now'}]]});
    await fixture.whenStable();
    expect(field.value).toBe('viewers now');
    recognition!.onerror!({error: 'not-allowed'});
    recognition!.onend!();
    await fixture.whenStable();
    expect(text('.hint')).toBe('The browser does not allow the microphone here.');
    expect(button('Speak the question').getAttribute('aria-pressed')).toBe('false');
  });

  it('has no microphone where the browser can’t listen', async () => {
    const {all} = await composing();
    expect(all('app-voice-button button')).toHaveLength(0);
  });
});
