import {DialogRef} from '@angular/cdk/dialog';
import {ChangeDetectionStrategy, Component, inject} from '@angular/core';
import {LucideX} from '@lucide/angular';
import {Shortcuts} from './shortcuts';

/** What the list of events does with keys of its own while it has the focus. */
const eventKeys = [
  {keys: ['↑', '↓', 'PgUp', 'PgDn'], does: 'Event before or after, page by page'},
  {keys: ['Home', 'End'], does: 'Newest or oldest event'},
  {keys: ['Enter'], does: 'Open the session of the event'},
  {keys: ['Shift', 'F10'], does: 'Everything else the event offers'},
];

/** Every key and what it does; and the switch for those who don't want them. */
@Component({
  selector: 'app-key-list',
  imports: [LucideX],
  template: `
    <header class="head">
      <h2 id="key-list-title" class="title">Keys</h2>
      <button type="button" class="icon-control" aria-label="Close" (click)="dialog.close()">
        <svg lucideX [size]="16"></svg>
      </button>
    </header>
    <dl class="keys">
      @for (shortcut of shortcuts.list; track shortcut.key) {
        <div class="line">
          <dt>
            <kbd>{{ shortcut.key === 'Escape' ? 'Esc' : shortcut.key }}</kbd>
          </dt>
          <dd>{{ shortcut.does }}</dd>
        </div>
      }
    </dl>
    <h3 class="where">In the list of events</h3>
    <dl class="keys wide">
      @for (key of eventKeys; track key.keys) {
        <div class="line">
          <dt>
            @for (each of key.keys; track each) {
              <kbd>{{ each }}</kbd>
            }
          </dt>
          <dd>{{ key.does }}</dd>
        </div>
      }
    </dl>
    <label class="switch">
      <input #box type="checkbox" [checked]="shortcuts.enabled()" (change)="shortcuts.setEnabled(box.checked)" />
      Single keys do this, except while one types
    </label>
  `,
  styleUrl: './key-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KeyList {
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly eventKeys = eventKeys;
  protected readonly dialog = inject<DialogRef<void, KeyList>>(DialogRef);
}
