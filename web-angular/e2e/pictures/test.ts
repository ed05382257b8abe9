import {test as base} from '../chat/test.ts';
import {scriptNowMs} from '../fixture/chat-words.ts';

export const widths = {1440: 900, 390: 844} as const;
export const schemes = ['light', 'dark'] as const;

/** For `test.use`: a story that stands still. */
export const still = {still: true, now: () => scriptNowMs};

/** A page whose clock and zone stand still, so that it looks the same on every run. */
export const test = base.extend<{stillness: void}>({
  timezoneId: 'UTC',
  // Browsers write to the console when a service is gone, as on one of the pictures; journeys hold the console clean.
  complaints: ({}, use) => use([]),
  stillness: [
    async ({page}, use) => {
      await page.clock.setFixedTime(scriptNowMs);
      await page.emulateMedia({reducedMotion: 'reduce'});
      await use();
    },
    {auto: true},
  ],
});
export {expect} from '@playwright/test';
