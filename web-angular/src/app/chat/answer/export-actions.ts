import {DOCUMENT} from '@angular/common';
import {ChangeDetectionStrategy, Component, inject, input, signal} from '@angular/core';
import {LucideDownload} from '@lucide/angular';
import {ChatGateway, type ExportFormat} from '../wire/chat-gateway';

/** The whole answer as a file. */
@Component({
  selector: 'app-export-actions',
  imports: [LucideDownload],
  template: `
    @for (format of formats; track format) {
      <button type="button" class="small-control" [disabled]="running() !== undefined" (click)="save(format)">
        <svg lucideDownload [size]="14"></svg>{{ format.toUpperCase()
        }}<span class="visually-hidden"> file of this answer</span>
      </button>
    }
    @if (problem(); as text) {
      <span class="problem" role="alert">{{ text }}</span>
    }
  `,
  styleUrl: './export-actions.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExportActions {
  readonly queryId = input.required<string>();
  private readonly gateway = inject(ChatGateway);
  private readonly page = inject(DOCUMENT);
  protected readonly formats: readonly ExportFormat[] = ['csv', 'json'];
  protected readonly running = signal<ExportFormat | undefined>(undefined);
  protected readonly problem = signal('');

  protected async save(format: ExportFormat): Promise<void> {
    this.running.set(format);
    this.problem.set('');
    try {
      const url = URL.createObjectURL(await this.gateway.export(this.queryId(), format));
      const link = this.page.createElement('a');
      link.href = url;
      link.download = `answer-${this.queryId()}.${format}`;
      link.click();
      // The browser has taken the file by the next task.
      setTimeout(() => URL.revokeObjectURL(url));
    } catch (error) {
      this.problem.set(error instanceof Error ? error.message : 'The export failed.');
    } finally {
      this.running.set(undefined);
    }
  }
}
