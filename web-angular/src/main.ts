import {OverlayContainer} from '@angular/cdk/overlay';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {bootstrapApplication} from '@angular/platform-browser';
import {App} from './app/app';
import {PageConfig} from './app/config/page-config';
import {Overlays} from './app/shell/overlays';

await bootstrapApplication(App, {
  providers: [
    provideAppInitializer(() => inject(PageConfig).settled()),
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    {provide: OverlayContainer, useExisting: Overlays},
  ],
});
