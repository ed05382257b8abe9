import {filteredBoard} from '../../../testing/board-filter';
import {render} from '../../../testing/rendered';
import {BoundChips} from './bound-chips';

describe('BoundChips', () => {
  it('is not there without filters', async () => {
    const {all} = await render(BoundChips);
    expect(all('.bound')).toHaveLength(0);
  });

  it('lets go of a filter and takes it back', async () => {
    filteredBoard({device: ['tv'], country: ['Germany']});
    const {button, fixture, all, text} = await render(BoundChips);
    button('Ask without Device TV').click();
    await fixture.whenStable();
    expect(all('.chip').map((chip) => chip.textContent!.trim())).toEqual(['Germany']);
    button('Ask without Country Germany').click();
    await fixture.whenStable();
    expect(text('.about')).toBe('About everything');
    button('Use the board’s filters').click();
    await fixture.whenStable();
    expect(all('.chip')).toHaveLength(2);
  });

  it('says that a filter of the board is not applied to questions', async () => {
    filteredBoard({eventType: ['error', 'stop'], country: ['Germany']});
    const {all, text} = await render(BoundChips);
    expect(all('.chip').map((chip) => chip.textContent!.trim())).toEqual(['Germany']);
    expect(all('.unused')).toHaveLength(1);
    expect(text('.unused')).toBe('Event type is not applied to questions');
  });
});
