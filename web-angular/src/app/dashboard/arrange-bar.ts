import {LiveAnnouncer} from '@angular/cdk/a11y';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
} from '@angular/core';
import {
  LucideArrowDown,
  LucideArrowLeft,
  LucideArrowRight,
  LucideArrowUp,
  LucideDynamicIcon,
  LucideFoldHorizontal,
  LucideFoldVertical,
  LucideGripVertical,
  LucideUnfoldHorizontal,
  LucideUnfoldVertical,
  type LucideIcon,
} from '@lucide/angular';
import {canResize, panelTitles, type Move, type Placed, type Resize} from './arrangement';
import {BoardLayout} from './board-layout';

const moves: readonly {move: Move; says: string; icon: LucideIcon}[] = [
  {move: 'left', says: 'Move left', icon: LucideArrowLeft},
  {move: 'up', says: 'Move up', icon: LucideArrowUp},
  {move: 'down', says: 'Move down', icon: LucideArrowDown},
  {move: 'right', says: 'Move right', icon: LucideArrowRight},
];
const resizes: readonly {resize: Resize; says: string; icon: LucideIcon}[] = [
  {resize: 'narrower', says: 'Narrower', icon: LucideFoldHorizontal},
  {resize: 'wider', says: 'Wider', icon: LucideUnfoldHorizontal},
  {resize: 'shorter', says: 'Shorter', icon: LucideFoldVertical},
  {resize: 'taller', says: 'Taller', icon: LucideUnfoldVertical},
];

/** What moves and resizes one panel without a pointer; its grip is what a pointer drags. */
@Component({
  selector: 'app-arrange-bar',
  imports: [LucideDynamicIcon, LucideGripVertical],
  templateUrl: './arrange-bar.html',
  styleUrl: './arrange-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {role: 'group', '[attr.aria-label]': '"Arrange " + title()'},
})
export class ArrangeBar {
  readonly panel = input.required<Placed>();
  protected readonly title = computed(() => panelTitles[this.panel().name]);
  protected readonly moves = moves;
  protected readonly resizes = resizes;
  protected readonly canResize = canResize;
  private readonly layout = inject(BoardLayout);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  protected move(move: Move, button: HTMLElement): void {
    const before = this.layout.panels();
    this.layout.move(this.panel().name, move);
    this.settled(button, before !== this.layout.panels());
  }

  protected resize(resize: Resize, button: HTMLElement): void {
    this.layout.resize(this.panel().name, resize);
    this.settled(button, true);
  }

  /** The panel has gone elsewhere on the page and the focus goes with it; what cannot be seen is said. */
  private settled(button: HTMLElement, hasChanged: boolean): void {
    afterNextRender(
      () => {
        button.focus();
        this.host.nativeElement.scrollIntoView({block: 'nearest'});
      },
      {injector: this.injector},
    );
    const panels = this.layout.panels();
    const place = panels.findIndex(({name}) => name === this.panel().name);
    const {span, extraHeight} = panels[place]!;
    void this.announcer.announce(
      hasChanged
        ? `${this.title()}: place ${place + 1} of ${panels.length}, ${span} of 12 columns wide, ${extraHeight} steps taller.`
        : `${this.title()} can’t go further.`,
      'polite',
    );
  }
}
