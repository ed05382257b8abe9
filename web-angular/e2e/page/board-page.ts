import {expect, type Locator, type Page} from '@playwright/test';

/** The board as a person finds things on it: by role and name. */
export class BoardPage {
  readonly page: Page;
  readonly pill: Locator;
  readonly chips: Locator;
  readonly rows: Locator;
  /** Places in the feed where events may be missing. */
  readonly gaps: Locator;
  readonly feedList: Locator;
  readonly map: Locator;
  readonly crumbs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.pill = page.locator('[data-status]');
    this.chips = page.getByRole('button', {name: /^Remove filter/});
    this.feedList = page.getByRole('list', {name: 'Events, newest first'});
    this.rows = this.feedList.locator('[data-event-id]');
    this.gaps = this.feedList.locator('[data-gap]');
    this.map = page.getByRole('region', {name: 'Viewers by place'});
    this.crumbs = page.getByRole('navigation', {name: 'Place'});
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await expect(this.pill).toHaveAttribute('data-status', 'live');
    await expect(this.card('Active viewers')).toBeVisible();
  }

  /** The feed's row of one event, while it is drawn. */
  row(eventId: string): Locator {
    return this.feedList.locator(`[data-event-id="${eventId}"]`);
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', {name, exact: true});
  }

  /** The number on a card. */
  card(name: string): Locator {
    return this.panel(name).getByTestId('value');
  }

  async number(name: string): Promise<number> {
    return Number((await this.card(name).innerText()).replaceAll(',', ''));
  }

  /** One figure of the data health line. */
  async health(name: string): Promise<number> {
    const text = await this.page
      .locator('dl > div', {has: this.page.getByText(name, {exact: true})})
      .locator('dd')
      .innerText();
    return Number(text.replaceAll(/[^0-9]/g, ''));
  }

  /** Rows of the place list, as "name, n viewers". */
  get places(): Locator {
    return this.page.getByRole('list', {name: 'Places by active viewers'}).getByRole('button');
  }
}
