import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, computed, effect, inject, signal} from '@angular/core';

export type ThemeChoice = 'system' | 'light' | 'dark';
const storageKey = 'theme';

/** Light, dark or whatever the system says; remembered in this browser. */
@Injectable({providedIn: 'root'})
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly page = this.document.defaultView!;
  private readonly media = this.page.matchMedia('(prefers-color-scheme: dark)');
  private readonly systemIsDark = signal(this.media.matches);
  private readonly chosen = signal<ThemeChoice>(this.remembered());

  readonly choice = this.chosen.asReadonly();
  /** What is drawn: charts that need real colours read them anew when this changes. */
  readonly scheme = computed(() => {
    const choice = this.chosen();
    return choice === 'system' ? (this.systemIsDark() ? 'dark' : 'light') : choice;
  });

  constructor() {
    const follow = (event: MediaQueryListEvent) => this.systemIsDark.set(event.matches);
    this.media.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => this.media.removeEventListener('change', follow));
    effect(() => {
      const choice = this.chosen();
      if (choice === 'system') {
        delete this.document.documentElement.dataset['theme'];
      } else {
        this.document.documentElement.dataset['theme'] = choice;
      }
    });
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    try {
      this.page.localStorage.setItem(storageKey, choice);
    } catch {
      // A browser that keeps nothing still gets the theme for this visit.
    }
  }

  private remembered(): ThemeChoice {
    try {
      const kept = this.page.localStorage.getItem(storageKey);
      return kept === 'light' || kept === 'dark' ? kept : 'system';
    } catch {
      return 'system';
    }
  }
}
