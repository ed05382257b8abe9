import {DOCUMENT} from '@angular/common';
import {DestroyRef, Injectable, inject, signal} from '@angular/core';

/** Whether anybody can see the page: what nobody sees is not drawn. */
@Injectable({providedIn: 'root'})
export class PageVisibility {
  private readonly page = inject(DOCUMENT);
  private readonly seen = signal(!this.page.hidden);
  readonly visible = this.seen.asReadonly();

  constructor() {
    const follow = () => this.seen.set(!this.page.hidden);
    this.page.addEventListener('visibilitychange', follow);
    inject(DestroyRef).onDestroy(() => this.page.removeEventListener('visibilitychange', follow));
  }
}
