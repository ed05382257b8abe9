import {render} from '../../testing/rendered';
import {connecting, device, live, slice} from '../../testing/samples';
import {DeviceBars} from './device-bars';

describe('DeviceBars', () => {
  const devices = [
    device('mobile', 30),
    device('tv', 60, {
      events: 2_000,
      errors: 25,
      averageBandwidthMbps: 21.46,
      byQuality: [slice('HD', 40), slice('4K', 20)],
      byOs: [slice('webOS', 15), slice('Tizen', 45)],
    }),
  ];
  const shown = (inputs: Record<string, unknown> = {}) => render(DeviceBars, {devices, status: live, ...inputs});

  it('shows each device with its viewers and share, always in the same order', async () => {
    const {all} = await shown();
    const lines = all('.item').map((item) => item.textContent!.replace(/\s+/g, ' ').trim());
    expect(lines[0]).toMatch(/^TV\s*60\s*67 %/);
    expect(lines[1]).toMatch(/^Mobile\s*30\s*33 %/);
    expect(lines[2]).toMatch(/^Web\s*–/);
    expect(all('.fill').map((fill) => fill.style.width)).toEqual(['100%', '50%', '0%', '0%']);
  });

  it('filters by a bar that is clicked and opens its details', async () => {
    const {fixture, button, text} = await shown();
    const toggled: string[] = [];
    fixture.componentInstance.toggled.subscribe((name) => toggled.push(name));
    button('TV').click();
    await fixture.whenStable();
    expect(toggled).toEqual(['tv']);
    const details = text('app-device-details');
    for (const part of [
      'Error rate1.25 %',
      'Bandwidth21.5 Mbit/s',
      'Events2,000',
      '4K 33 %',
      'HD 67 %',
      'Tizen 75 %',
      'webOS 25 %',
    ]) {
      expect(details.replace(/ ?(Error rate|Bandwidth|Events) ?/g, '$1')).toContain(part);
    }
  });

  it('shows details alone by the arrow, and closes them', async () => {
    const {fixture, button, all} = await shown();
    let toggles = 0;
    fixture.componentInstance.toggled.subscribe(() => toggles++);
    const arrow = button('Details for TV');
    arrow.click();
    await fixture.whenStable();
    expect(arrow.getAttribute('aria-expanded')).toBe('true');
    expect(toggles).toBe(0);
    button('Close details').click();
    await fixture.whenStable();
    expect(all('app-device-details')).toHaveLength(0);
  });

  it('says which device the board is filtered by', async () => {
    const {all} = await shown({selected: ['tv']});
    expect(all('.bar').map((bar) => bar.getAttribute('aria-pressed'))).toEqual(['true', 'false', 'false', 'false']);
  });

  it('holds the place of its bars while connecting', async () => {
    const {all} = await shown({devices: [], status: connecting});
    expect(all('.skeleton')).toHaveLength(4);
  });

  it('shows every number in a table instead, which filters as the bars do', async () => {
    const {fixture, button, all} = await shown();
    button('Devices as table').click();
    await fixture.whenStable();
    expect(all('thead th').map((head) => head.textContent!.trim())).toEqual([
      'Device',
      'Viewers',
      'Share',
      'Events',
      'Error rate',
      'Mbit/s',
    ]);
    expect(all('tbody tr')[0]!.textContent!.replace(/\s+/g, ' ').trim()).toBe('TV 6067 %2,0001.25 %21.5');
    const toggled: string[] = [];
    fixture.componentInstance.toggled.subscribe((name) => toggled.push(name));
    button('TV').click();
    expect(toggled).toEqual(['tv']);
  });
});
