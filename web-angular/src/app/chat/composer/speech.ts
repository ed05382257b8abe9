import {InjectionToken} from '@angular/core';

/** What the page uses of the browser's speech recognition, which TypeScript's library does not describe everywhere. */
export interface Recognition {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  onresult: ((event: {readonly results: ArrayLike<ArrayLike<{readonly transcript: string}>>}) => void) | null;
  onerror: ((event: {readonly error: string}) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

/** Makes one recognition; undefined in browsers that have none. */
export const SPEECH = new InjectionToken<(() => Recognition) | undefined>('speech recognition', {
  providedIn: 'root',
  factory: () => {
    const page = window as unknown as Record<string, (new () => Recognition) | undefined>;
    const made = page['SpeechRecognition'] ?? page['webkitSpeechRecognition'];
    return made && (() => new made());
  },
});
