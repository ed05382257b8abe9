import {ChangeDetectionStrategy, Component} from '@angular/core';

/** The halves of the page. Only the first has content now and takes the whole width; a second gets its own column. */
@Component({
  selector: 'app-split-layout',
  template: `
    <main class="first"><ng-content /></main>
    <ng-content select="[second-half]" />
  `,
  styleUrl: './split-layout.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SplitLayout {}
