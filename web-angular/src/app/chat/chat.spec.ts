import {create} from '@bufbuild/protobuf';
import {TestBed} from '@angular/core/testing';
import {Code, ConnectError} from '@connectrpc/connect';
import {AnswerKind, AnswerSchema} from '../../generated/telemetry/v1/chat_pb.js';
import {filteredBoard} from '../../testing/board-filter';
import {FakeChatClient} from '../../testing/fake-chat-client';
import {render} from '../../testing/rendered';
import {Chat} from './chat';
import {CHAT_CLIENT} from './wire/chat-client';

describe('Chat', () => {
  let client: FakeChatClient;
  beforeEach(() => {
    localStorage.clear();
    client = new FakeChatClient();
    client.suggestions = ['Viewers now'];
    TestBed.configureTestingModule({providers: [{provide: CHAT_CLIENT, useValue: client}]});
    filteredBoard({device: ['tv']});
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  async function opened() {
    const rendered = await render(Chat);
    document.body.append(rendered.element);
    await settled();
    await rendered.fixture.whenStable();
    return rendered;
  }

  it('asks a suggestion, bound to the board, and gives the keyboard back to the field', async () => {
    const {button, fixture, text, element} = await opened();
    button('Viewers now').click();
    await fixture.whenStable();
    expect(client.call.request).toMatchObject({message: 'Viewers now', boundFilters: {device_type: {values: ['tv']}}});
    expect(document.activeElement).toBe(element.querySelector('textarea'));
    client.call.send({case: 'answer', value: create(AnswerSchema, {kind: AnswerKind.EXPLANATION, text: 'Many.'})});
    await settled();
    await fixture.whenStable();
    expect(text('app-answer-card')).toContain('Many.');
  });

  it('stops the question with Escape, wherever the keyboard is in it', async () => {
    const {button, fixture, element, text} = await opened();
    button('Viewers now').click();
    await fixture.whenStable();
    element.querySelector('textarea')!.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}));
    await fixture.whenStable();
    expect(client.call.signal!.aborted).toBe(true);
    expect(text('app-failure-card')).toContain('You stopped this question.');
  });

  it('gives the keyboard back to the field when a question is stopped or asked again', async () => {
    const {button, fixture, element} = await opened();
    button('Viewers now').click();
    await fixture.whenStable();
    for (const name of ['Cancel', 'Ask again']) {
      button(name).focus();
      button(name).click();
      await fixture.whenStable();
      expect(document.activeElement).toBe(element.querySelector('textarea'));
    }
    expect(client.calls).toHaveLength(2);
  });

  it('says that the service is away and lets one retry', async () => {
    client.answerHistory = () => Promise.reject(new ConnectError('away', Code.Unavailable));
    const {button, fixture, text, all} = await opened();
    expect(text('.unreachable')).toContain('does not answer');
    client.answerHistory = new FakeChatClient().answerHistory;
    button('Retry now').click();
    await settled();
    await fixture.whenStable();
    expect(all('.unreachable')).toHaveLength(0);
    expect(button('Viewers now')).toBeTruthy();
  });

  it('begins a new conversation', async () => {
    const {button, fixture, all} = await opened();
    button('Viewers now').click();
    await fixture.whenStable();
    button('New conversation').click();
    await fixture.whenStable();
    expect(all('app-turn-view')).toHaveLength(0);
    expect(client.call.signal!.aborted).toBe(true);
  });
});
