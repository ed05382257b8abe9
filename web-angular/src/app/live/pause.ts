import {Injectable, signal} from '@angular/core';

/** Whether the page is asked to stand still. What that means is `LiveDashboard`'s business; a link can ask for it too. */
@Injectable({providedIn: 'root'})
export class Pause {
  private readonly asked = signal(false);
  readonly wanted = this.asked.asReadonly();

  set(wanted: boolean): void {
    this.asked.set(wanted);
  }
}
