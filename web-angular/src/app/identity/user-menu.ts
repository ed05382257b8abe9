import {CdkMenu, CdkMenuItem, CdkMenuTrigger} from '@angular/cdk/menu';
import {ChangeDetectionStrategy, Component, computed, input, output} from '@angular/core';
import {LucideChevronDown, LucideCircleUser, LucideLogOut} from '@lucide/angular';
import {everyTenant, type User} from './user';

/** Who is signed in, for which tenants, and the way out; as wide as its place, whoever it is. */
@Component({
  selector: 'app-user-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, LucideChevronDown, LucideCircleUser, LucideLogOut],
  template: `
    @if (user(); as user) {
      <button
        type="button"
        class="user"
        [title]="user.name"
        [attr.aria-label]="'Signed in as ' + user.name"
        [cdkMenuTriggerFor]="menu"
      >
        <svg lucideCircleUser [size]="17"></svg>
        <span class="name">{{ user.name }}</span>
        <svg lucideChevronDown class="more" [size]="14"></svg>
      </button>
    } @else if (isAwaited()) {
      <span class="skeleton bone"></span>
    } @else {
      <span class="nobody"><svg lucideCircleUser [size]="17"></svg><span class="word">Not signed in</span></span>
    }
    <ng-template #menu>
      <section class="menu" aria-label="Account">
        <div class="who" id="account">
          <p class="name">{{ user()?.name }}</p>
          <p class="tenants">{{ tenants() }}</p>
        </div>
        <div class="items" cdkMenu aria-labelledby="account">
          <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="signedOut.emit()">
            <svg lucideLogOut [size]="15"></svg>Sign out
          </button>
        </div>
      </section>
    </ng-template>
  `,
  styleUrl: './user-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserMenu {
  readonly user = input.required<User | undefined>();
  /** Somebody is about to sign in. */
  readonly isAwaited = input(false);
  readonly signedOut = output();

  protected readonly tenants = computed(() => {
    const tenants = this.user()?.tenants ?? [];
    switch (tenants.length) {
      case 0:
        return 'No tenant';
      case 1:
        return tenants[0] === everyTenant ? 'All tenants' : `Tenant: ${tenants[0]}`;
      default:
        return tenants.includes(everyTenant) ? 'All tenants' : `Tenants: ${tenants.join(', ')}`;
    }
  });
}
