import {DOCUMENT} from '@angular/common';
import {Injectable, inject, signal} from '@angular/core';

const storageKey = 'chat-session';
const wellFormed = /^[A-Za-z0-9_-]{1,128}$/;

/** Which conversation this browser is in; remembered, so that a reload goes on with it. */
@Injectable({providedIn: 'root'})
export class SessionId {
  private readonly page = inject(DOCUMENT).defaultView!;
  private readonly current = signal(this.remembered() ?? this.made());

  readonly value = this.current.asReadonly();

  use(sessionId: string): void {
    this.current.set(sessionId);
    this.remember(sessionId);
  }

  useNew(): void {
    this.current.set(this.made());
  }

  private made(): string {
    // Not randomUUID: a page that came over plain HTTP from another machine does not have it.
    const bytes = this.page.crypto.getRandomValues(new Uint8Array(16));
    const sessionId = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.remember(sessionId);
    return sessionId;
  }

  private remembered(): string | undefined {
    try {
      const kept = this.page.localStorage.getItem(storageKey);
      return kept !== null && wellFormed.test(kept) ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  private remember(sessionId: string): void {
    try {
      this.page.localStorage.setItem(storageKey, sessionId);
    } catch {
      // A browser that keeps nothing still has its conversation until it is reloaded.
    }
  }
}
