import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {bootstrapApplication} from '@angular/platform-browser';
import {App} from './app/app';
import {PageConfig} from './app/config/page-config';
import {Identity} from './app/identity/identity';

await bootstrapApplication(App, {
  providers: [
    provideAppInitializer(async () => {
      const identity = inject(Identity);
      await inject(PageConfig).settled();
      identity.begin();
    }),
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
  ],
});
