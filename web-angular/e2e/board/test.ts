import {expect, test as base} from '@playwright/test';
import {BoardPage} from '../page/board-page.ts';

/** Opens the running product, and fails a journey whose page wrote an error or a warning to the console. */
export const test = base.extend<{board: BoardPage; complaints: string[]}>({
  complaints: [
    async ({page}, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complaints.push(`${message.type()}: ${message.text()}`);
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    {auto: true},
  ],
  board: async ({page}, use) => {
    const board = new BoardPage(page);
    await board.open(process.env['PAGE_URL']!);
    await use(board);
  },
});
export {expect};
