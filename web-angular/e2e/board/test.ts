import {test as base} from '@playwright/test';
import {BoardPage} from '../page/board-page.ts';
import {withoutComplaints} from '../page/complaints.ts';

/** Opens the running product, and fails a journey whose page wrote an error or a warning to the console. */
export const test = base.extend<{board: BoardPage; complaints: string[]}>({
  complaints: [({page}, use) => withoutComplaints(page, use), {auto: true}],
  board: async ({page}, use) => {
    const board = new BoardPage(page);
    await board.open(process.env['PAGE_URL']!);
    await use(board);
  },
});
export {expect} from '@playwright/test';
