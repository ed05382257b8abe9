import {expect, type Locator, type Page} from '@playwright/test';

/** The chat half as a person finds things in it: by role and name. */
export class ChatPage {
  readonly page: Page;
  readonly question: Locator;
  readonly log: Locator;
  readonly answers: Locator;
  readonly questions: Locator;

  constructor(page: Page) {
    this.page = page;
    this.question = page.getByRole('textbox', {name: 'Question'});
    this.log = page.getByRole('log', {name: 'Conversation'});
    this.answers = this.log.getByRole('article', {name: 'Answer'});
    this.questions = this.log.getByRole('heading', {level: 3});
  }

  /** The newest answer. */
  get answer(): Locator {
    return this.answers.last();
  }

  get chart(): Locator {
    return this.answer.getByRole('img', {name: /chart by/});
  }

  get table(): Locator {
    return this.answer.getByRole('table');
  }

  async ask(question: string): Promise<void> {
    await this.question.fill(question);
    await this.question.press('Enter');
    await expect(this.questions.last()).toContainText(question);
  }

  async outcome(kind: 'asking' | 'answered' | 'failed'): Promise<void> {
    await expect(this.answer).toHaveAttribute('data-outcome', kind);
  }

  async showAs(kind: string): Promise<void> {
    await this.answer.getByRole('radio', {name: kind, exact: true}).check({force: true});
  }

  /** Waits until the picture is drawn. */
  async drawn(kind: string): Promise<void> {
    await expect(this.chart).toHaveAttribute('data-drawn', kind);
    await expect(this.chart.locator('svg path').first()).toBeAttached();
  }
}
