import {provideBrowserGlobalErrorListeners, provideZonelessChangeDetection} from '@angular/core';
import {bootstrapApplication} from '@angular/platform-browser';
import {App} from './app/app';
import {LIVE_URL, findLiveUrl} from './app/live/live-address';

const liveUrl = await findLiveUrl(window.location);
await bootstrapApplication(App, {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    {provide: LIVE_URL, useValue: liveUrl},
  ],
});
