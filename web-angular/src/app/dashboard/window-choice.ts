import {ChangeDetectionStrategy, Component, inject} from '@angular/core';
import {DashboardFilter} from '../filters/dashboard-filter';
import type {WindowName} from '../live/view';

/** How far back the windows reach. */
@Component({
  selector: 'app-window-choice',
  templateUrl: './window-choice.html',
  styleUrl: './window-choice.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WindowChoice {
  protected readonly filter = inject(DashboardFilter);
  protected readonly windows: readonly {name: WindowName; text: string; spoken: string}[] = [
    {name: '1m', text: '1 min', spoken: 'Last minute'},
    {name: '5m', text: '5 min', spoken: 'Last 5 minutes'},
    {name: '1h', text: '60 min', spoken: 'Last 60 minutes'},
  ];
}
