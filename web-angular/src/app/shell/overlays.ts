import {OverlayContainer} from '@angular/cdk/overlay';
import {Injectable} from '@angular/core';

/** Menus, dialogs and tips lie beside the page's landmarks; this makes their place one as well, once there is any. */
@Injectable({providedIn: 'root'})
export class Overlays extends OverlayContainer {
  protected override _createContainer(): void {
    super._createContainer();
    this._containerElement?.setAttribute('role', 'region');
    this._containerElement?.setAttribute('aria-label', 'Opened over the page');
  }
}
