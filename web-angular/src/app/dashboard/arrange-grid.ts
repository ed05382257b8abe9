import {CdkDrag, CdkDragHandle, CdkDropList} from '@angular/cdk/drag-drop';
import {NgTemplateOutlet} from '@angular/common';
import {ChangeDetectionStrategy, Component, inject, input, type TemplateRef} from '@angular/core';
import {ArrangeBar} from './arrange-bar';
import type {PanelName} from './arrangement';
import {BoardLayout} from './board-layout';

/** The board while one arranges it: every panel with a bar to drag it by and buttons that do the same, its inside at rest. */
@Component({
  selector: 'app-arrange-grid',
  imports: [ArrangeBar, CdkDrag, CdkDragHandle, CdkDropList, NgTemplateOutlet],
  template: `
    <div class="tools">
      <p>Drag panels by their bars, or use the buttons. Everything is remembered in this browser.</p>
      <button type="button" class="control" [disabled]="!layout.isArranged()" (click)="layout.reset()">Reset</button>
      <button type="button" class="control" (click)="layout.finish()">Done</button>
    </div>
    <div
      class="board arranged"
      cdkDropList
      cdkDropListOrientation="mixed"
      (cdkDropListDropped)="layout.place($event.previousIndex, $event.currentIndex)"
    >
      @for (panel of layout.panels(); track panel.name) {
        <div class="cell" [class]="panel.name" cdkDrag [style.--span]="panel.span" [style.--extra]="panel.extraHeight">
          <app-arrange-bar cdkDragHandle [panel]="panel" />
          <div class="inside" inert>
            <ng-container [ngTemplateOutlet]="cell()" [ngTemplateOutletContext]="{$implicit: panel.name}" />
          </div>
        </div>
      }
    </div>
  `,
  styleUrls: ['./board-grid.css', './arrange-grid.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ArrangeGrid {
  /** Draws the panel of a name. */
  readonly cell = input.required<TemplateRef<{$implicit: PanelName}>>();
  protected readonly layout = inject(BoardLayout);
}
