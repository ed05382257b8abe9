import {TestBed} from '@angular/core/testing';
import {FETCH} from '../../config/page-config';
import {FakeChatClient} from '../../../testing/fake-chat-client';
import {render} from '../../../testing/rendered';
import {CHAT_CLIENT} from '../wire/chat-client';
import {Identity} from '../../identity/identity';
import {ExportActions} from './export-actions';

describe('ExportActions', () => {
  async function exporting(respond: () => Promise<Response>, headers: Record<string, string> = {}) {
    const asked: unknown[] = [];
    const authorizations: unknown[] = [];
    TestBed.configureTestingModule({
      providers: [
        {provide: CHAT_CLIENT, useValue: new FakeChatClient()},
        {provide: Identity, useValue: {calling: (call: (headers: object) => Promise<unknown>) => call(headers)}},
        {
          provide: FETCH,
          useValue: (url: string, init: RequestInit) => {
            authorizations.push((init.headers as Record<string, string>)['Authorization']);
            asked.push(url, init.method, JSON.parse(init.body as string));
            return respond();
          },
        },
      ],
    });
    return {...(await render(ExportActions, {queryId: 'q7'})), asked, authorizations};
  }
  const finished = () => new Promise((resolve) => setTimeout(resolve));

  it('saves the whole answer as a file', async () => {
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:answer';
    URL.revokeObjectURL = () => {};
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(`${this.href} ${this.download}`);
    });
    const {button, asked} = await exporting(() => Promise.resolve(new Response('a,b')));
    button('CSV').click();
    await finished();
    expect(asked).toEqual(['/api/chat/export', 'POST', {queryId: 'q7', format: 'csv'}]);
    expect(saved).toEqual(['blob:answer answer-q7.csv']);
    vi.restoreAllMocks();
  });

  it('is asked for in the name of who is signed in, and says why that is refused', async () => {
    const problem = JSON.stringify({title: 'Unauthorized', detail: 'The token has expired.'});
    const refuse = () => Promise.resolve(new Response(problem, {status: 401}));
    const {button, text, fixture, authorizations} = await exporting(refuse, {Authorization: 'Bearer t'});
    button('CSV').click();
    await finished();
    await fixture.whenStable();
    expect(authorizations).toEqual(['Bearer t']);
    expect(text('[role=alert]')).toBe('The token has expired.');
  });

  it('says what the service said when there is no file', async () => {
    const problem = JSON.stringify({detail: 'This answer is no longer kept.'});
    const {button, text, fixture} = await exporting(() => Promise.resolve(new Response(problem, {status: 404})));
    button('JSON').click();
    await finished();
    await fixture.whenStable();
    expect(text('[role=alert]')).toBe('This answer is no longer kept.');
  });
});
