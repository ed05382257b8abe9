import {ChangeDetectionStrategy, Component, DestroyRef, inject, output, signal} from '@angular/core';
import {LucideMic} from '@lucide/angular';
import {SPEECH, type Recognition} from './speech';

const problems: Record<string, string> = {
  'not-allowed': 'The browser does not allow the microphone here.',
  'service-not-allowed': 'The browser does not allow speech recognition here.',
  'audio-capture': 'No microphone was found.',
  'no-speech': 'Nothing was heard.',
  network: 'Speech recognition is not reachable.',
};

/** Lets one speak the question, where the browser can listen; elsewhere there is no button. */
@Component({
  selector: 'app-voice-button',
  imports: [LucideMic],
  template: `
    @if (isOffered) {
      <button
        type="button"
        class="icon-control"
        [class.listening]="listening()"
        [attr.aria-pressed]="listening()"
        aria-label="Speak the question"
        title="Speak the question"
        (click)="toggle()"
      >
        <svg lucideMic [size]="17"></svg>
      </button>
      <span class="visually-hidden" role="status">{{ listening() ? 'Listening' : problem() }}</span>
    }
  `,
  styleUrl: './voice-button.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VoiceButton {
  /** What was heard so far; grows while one speaks. */
  readonly heard = output<string>();
  readonly failed = output<string>();
  private readonly speech = inject(SPEECH);
  protected readonly isOffered = this.speech !== undefined;
  protected readonly listening = signal(false);
  protected readonly problem = signal('');
  private recognition: Recognition | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.recognition?.abort());
  }

  protected toggle(): void {
    if (this.listening()) {
      this.recognition?.stop();
      return;
    }
    const recognition = this.speech!();
    recognition.lang = 'en-US';
    recognition.interimResults = true;
    recognition.continuous = false;
    recognition.onresult = ({results}) =>
      this.heard.emit(Array.from(results, (alternatives) => alternatives[0]?.transcript ?? '').join(''));
    recognition.onerror = ({error}) => this.tell(error === 'aborted' ? '' : (problems[error] ?? 'Listening failed.'));
    recognition.onend = () => this.listening.set(false);
    this.recognition = recognition;
    this.tell('');
    try {
      recognition.start();
      this.listening.set(true);
    } catch {
      this.tell('Listening failed.');
    }
  }

  private tell(problem: string): void {
    this.problem.set(problem);
    this.failed.emit(problem);
  }
}
