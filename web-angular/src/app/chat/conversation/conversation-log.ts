import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import {LucideArrowDown} from '@lucide/angular';
import type {Turn} from '../model/turn';
import type {ConversationLink} from './conversation';
import {TurnView} from './turn-view';
import {Welcome} from './welcome';

/** As near to the end as this, one still follows. */
const nearPx = 60;
/** What one does moves the list for a while: it glides on. */
const intentMs = 700;
/** Older turns wait behind a button: a long conversation must not slow down the newest answer. */
const shownAtFirst = 20;

/**
 * The conversation, oldest first. It follows what comes, so far that the newest question stays in sight; as soon as one
 * scrolls up it stands still.
 */
@Component({
  selector: 'app-conversation-log',
  imports: [LucideArrowDown, TurnView, Welcome],
  templateUrl: './conversation-log.html',
  styleUrl: './conversation-log.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {'(document:pointerup)': 'holds = false', '(document:pointercancel)': 'holds = false'},
})
export class ConversationLog {
  readonly turns = input.required<readonly Turn[]>();
  readonly starters = input<readonly string[]>([]);
  readonly link = input.required<ConversationLink>();
  readonly busy = input(false);
  readonly asked = output<string>();
  readonly retried = output<Turn>();
  readonly cancelled = output();

  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  protected readonly follows = signal(true);
  private readonly room = signal(shownAtFirst);
  private meantUntilMs = -Infinity;
  protected holds = false;
  protected readonly shown = computed(() => this.turns().slice(-this.room()));
  protected readonly earlier = computed(() => this.turns().length - this.shown().length);
  protected readonly newestId = computed(() => this.turns().at(-1)?.id);

  /** What a screen reader hears: that it works on it, and the sentence that came of it. Nothing in between. */
  protected readonly announcement = computed(() => {
    const outcome = this.turns().at(-1)?.outcome;
    switch (outcome?.kind) {
      case 'asking':
        return 'Working on it.';
      case 'answered':
        return `Answer: ${outcome.answer.text}`;
      case 'failed':
        return outcome.failure.message;
      default:
        return '';
    }
  });

  constructor() {
    const grows = new ResizeObserver(() => this.settle());
    afterNextRender(() => {
      grows.observe(this.content().nativeElement);
      grows.observe(this.scroller().nativeElement);
    });
    inject(DestroyRef).onDestroy(() => grows.disconnect());
    let newest: number | undefined;
    effect(() => {
      const id = this.newestId();
      if (id !== newest) {
        newest = id;
        // A new question is one's own: one wants to see what comes of it.
        untracked(() => this.follows.set(true));
      }
    });
  }

  focus(): void {
    this.scroller().nativeElement.focus({preventScroll: true});
  }

  /** Only a person stops the following: what grows or shrinks above moves the end away as well. */
  protected scrolled(): void {
    if (this.scroller().nativeElement.scrollTop >= this.target() - nearPx) {
      this.follows.set(true);
    } else if (this.holds || performance.now() < this.meantUntilMs) {
      this.meantUntilMs = performance.now() + intentMs;
      this.follows.set(false);
    } else {
      this.settle();
    }
  }

  /** A wheel, a finger or a key that goes up. */
  protected means(isUp: boolean): void {
    if (isUp) {
      this.meantUntilMs = performance.now() + intentMs;
    }
  }

  /** A press on the scroller itself, and on nothing in it, is one on its scroll bar. */
  protected pressed(event: Event): void {
    this.holds = event.target === this.scroller().nativeElement;
  }

  protected toNewest(): void {
    this.follows.set(true);
    this.settle();
  }

  protected showEarlier(): void {
    const scroller = this.scroller().nativeElement;
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    this.follows.set(false);
    this.room.update((room) => room + shownAtFirst);
    setTimeout(() => (scroller.scrollTop = scroller.scrollHeight - fromEnd));
  }

  /** The end, or the newest question at the top when its answer is longer than the screen. */
  private target(): number {
    const scroller = this.scroller().nativeElement;
    const end = scroller.scrollHeight - scroller.clientHeight;
    const newest = this.content().nativeElement.querySelector<HTMLElement>('app-turn-view:last-of-type');
    return Math.max(0, newest ? Math.min(end, newest.offsetTop - 12) : end);
  }

  private settle(): void {
    if (this.follows()) {
      this.scroller().nativeElement.scrollTop = this.target();
    }
  }
}
