import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {bootstrapApplication} from '@angular/platform-browser';
import {App} from './app/app';
import {PageConfig} from './app/config/page-config';

await bootstrapApplication(App, {
  providers: [
    provideAppInitializer(() => inject(PageConfig).settled()),
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
  ],
});
