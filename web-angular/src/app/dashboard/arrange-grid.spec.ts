import {Component, viewChild, type TemplateRef} from '@angular/core';
import {TestBed} from '@angular/core/testing';
import {render} from '../../testing/rendered';
import {ArrangeGrid} from './arrange-grid';
import type {PanelName} from './arrangement';
import {BoardLayout} from './board-layout';

@Component({
  imports: [ArrangeGrid],
  template: `<app-arrange-grid [cell]="cell" /><ng-template #cell let-panel
      ><p class="panel">{{ panel }}</p></ng-template
    >`,
})
class Host {
  readonly cell = viewChild.required<TemplateRef<{$implicit: PanelName}>>('cell');
}

describe('ArrangeGrid', () => {
  beforeEach(() => localStorage.clear());

  async function shown() {
    HTMLElement.prototype.scrollIntoView = () => {};
    const rendered = await render(Host);
    const press = async (panel: string, name: string) => {
      const bar = rendered.all('[role=group]').find((each) => each.getAttribute('aria-label') === `Arrange ${panel}`)!;
      bar.querySelector<HTMLButtonElement>(`[aria-label="${name}"]`)!.click();
      await rendered.fixture.whenStable();
    };
    return {...rendered, press, order: () => rendered.all('.panel').map((panel) => panel.textContent)};
  }

  it('moves panels by buttons, keeps the focus on the button and remembers', async () => {
    const {press, order} = await shown();
    await press('Events', 'Move up');
    expect(order()).toEqual(['cards', 'feed', 'map', 'quality', 'devices', 'health']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move up');
    await press('Quality', 'Wider');
    TestBed.resetTestingModule();
    expect(
      TestBed.inject(BoardLayout)
        .panels()
        .map(({name, span}) => `${name} ${span}`),
    ).toContain('quality 6');
  });

  it('goes back to how it was built', async () => {
    const {press, order, button, fixture} = await shown();
    expect(button('Reset').disabled).toBe(true);
    await press('Data health', 'Move left');
    button('Reset').click();
    await fixture.whenStable();
    expect(order()).toEqual(['cards', 'map', 'quality', 'devices', 'feed', 'health']);
    expect(localStorage.getItem('panels')).toBeNull();
  });

  it('takes what is inside of the panels out of the way of the keyboard', async () => {
    const {all} = await shown();
    expect(all('.inside').every((inside) => inside.hasAttribute('inert'))).toBe(true);
  });
});
