import {ChangeDetectionStrategy, Component, computed, input} from '@angular/core';
import {CopyButton} from '../../common/copy-button';

/** The statement behind an answer, shown when somebody asks for it. */
@Component({
  selector: 'app-answer-sql',
  imports: [CopyButton],
  template: `
    <div class="head">
      <span>{{ engine() ? 'SQL, run by ' + engine() : 'SQL' }}</span>
      <app-copy-button what="SQL" [text]="text()" />
    </div>
    <pre tabindex="0" role="region" aria-label="SQL"><code>{{ sql() }}</code></pre>
  `,
  styleUrl: './answer-sql.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AnswerSql {
  readonly sql = input.required<string>();
  readonly engine = input('');
  protected readonly text = computed(() => {
    const sql = this.sql();
    return () => sql;
  });
}
