import {expect, type Page} from '@playwright/test';

/** Gathers what the page writes to the console as an error or a warning during a journey, which fails when there is any. */
export async function withoutComplaints(page: Page, use: (complaints: string[]) => Promise<void>): Promise<void> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  await use(complaints);
  expect(complaints).toEqual([]);
}
