import {ChangeDetectionStrategy, Component} from '@angular/core';
import {Dashboard} from './dashboard/dashboard';
import {PageHeader} from './shell/page-header';
import {SplitLayout} from './shell/split-layout';

@Component({
  selector: 'app-root',
  imports: [Dashboard, PageHeader, SplitLayout],
  template: `
    <header><app-page-header /></header>
    <app-split-layout><app-dashboard /></app-split-layout>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {}
