import {TestBed} from '@angular/core/testing';
import {eachWithLiveDashboard, type LiveDashboardRig} from '../../testing/live-dashboard-rig';
import {wireEvents} from '../../testing/samples';
import {Pause} from './pause';

describe('LiveDashboard while paused', () => {
  let rig: LiveDashboardRig;
  eachWithLiveDashboard((made) => (rig = made));

  it('keeps the screen and counts what arrives', async () => {
    await rig.becomeLive();
    rig.board.pause();
    rig.client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
    rig.client.stream.send({events: {events: wireEvents(2, 8), sampledOut: 10n}});
    await rig.seconds(3);
    expect(rig.board.connection()).toMatchObject({status: 'paused', link: 'live', ageSeconds: 3});
    expect(rig.board.viewers()?.activeViewers).toBe(100);
    expect(rig.board.events()).toHaveLength(0);
    expect(rig.board.arrivedWhilePaused()).toBe(19);
  });

  it('shows the newest state at once when it goes on', async () => {
    await rig.becomeLive();
    rig.board.pause();
    rig.client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
    await rig.frame();
    rig.board.resume();
    expect(rig.board.connection().status).toBe('live');
    expect(rig.board.viewers()?.activeViewers).toBe(500);
    expect(rig.board.events()).toHaveLength(7);
    expect(rig.board.arrivedWhilePaused()).toBe(0);
  });

  it('shows one state of a page that is opened paused, and then stands still', async () => {
    TestBed.inject(Pause).set(true);
    await rig.becomeLive();
    expect(rig.board.viewers()?.activeViewers).toBe(100);
    rig.client.stream.send({viewers: {activeViewers: 500n, activeSessions: 0n}, events: {events: wireEvents(7)}});
    await rig.frame();
    expect(rig.board.connection().status).toBe('paused');
    expect(rig.board.viewers()?.activeViewers).toBe(100);
    expect(rig.board.arrivedWhilePaused()).toBe(7);
    rig.board.togglePause();
    expect(rig.board.viewers()?.activeViewers).toBe(500);
  });
});
