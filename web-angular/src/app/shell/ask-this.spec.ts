import {TestBed} from '@angular/core/testing';
import {filteredBoard} from '../../testing/board-filter';
import {render} from '../../testing/rendered';
import {FETCH, PageConfig} from '../config/page-config';
import {AskButton} from './ask-button';
import {AskThis} from './ask-this';
import {ShownHalf} from './shown-half';

describe('AskThis', () => {
  const withChat = (chatUrl: string | undefined) =>
    TestBed.configureTestingModule({
      providers: [
        {
          provide: FETCH,
          useValue: () => Promise.resolve(new Response(JSON.stringify({liveUrl: 'http://live', chatUrl}))),
        },
      ],
    });

  it('asks about a slice under the filters of that moment', async () => {
    withChat('http://chat');
    await TestBed.inject(PageConfig).settled();
    const {button, fixture} = await render(AskButton, {subject: 'quality', of: 'HD', about: {quality: ['HD']}});
    const filter = filteredBoard({country: ['Germany'], quality: ['4K']});
    await fixture.whenStable();
    button('Ask about HD').click();
    filter.clear();
    const asked = TestBed.inject(AskThis).waiting()!;
    expect(asked.question).toBe('Error rate by device, last 24 hours');
    expect(asked.about).toMatchObject({country: ['Germany'], quality: ['HD'], device: []});
    expect(TestBed.inject(ShownHalf).half()).toBe('chat');
  });

  it('offers nothing on a page without a chat', async () => {
    withChat(undefined);
    await TestBed.inject(PageConfig).settled();
    const {element, fixture} = await render(AskButton, {subject: 'devices', of: 'Devices'});
    await fixture.whenStable();
    expect(element.querySelector('button')).toBeNull();
  });
});
