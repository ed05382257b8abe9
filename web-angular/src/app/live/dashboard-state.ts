import type {DeviceView, HealthView, MetricsView, PlaceView, SliceView, ViewersView} from './view';
import {
  deviceFromWire,
  healthFromWire,
  metricsFromWire,
  placeFromWire,
  sliceFromWire,
  type DashboardUpdate,
} from './wire';

/** What one animation frame may change: parts that are absent stay as they are on screen. */
export interface StateChange {
  metrics?: MetricsView;
  viewers?: ViewersView;
  quality?: readonly SliceView[];
  devices?: readonly DeviceView[];
  places?: ReadonlyMap<number, PlaceView>;
  health?: HealthView;
}

/**
 * Folds the stream into the newest state. However many updates arrive between two frames, what `take` hands over is one
 * change that holds the newest of each part, so a busy stream or a hidden tab never builds up a backlog.
 */
export class DashboardState {
  private change: StateChange = {};
  private places = new Map<number, PlaceView>();
  /** Outlives full updates within a stream, because a place is named in the first message that mentions it. */
  private readonly named = new Map<number, PlaceView>();

  apply(update: DashboardUpdate): void {
    const change = this.change;
    if (update.full) {
      this.places = new Map();
      change.places = this.places;
    }
    if (update.metrics) {
      change.metrics = metricsFromWire(update.metrics);
    }
    if (update.viewers) {
      change.viewers = {
        activeViewers: Number(update.viewers.activeViewers),
        activeSessions: Number(update.viewers.activeSessions),
      };
    }
    if (update.quality) {
      change.quality = update.quality.slices.map(sliceFromWire);
    }
    if (update.device) {
      change.devices = update.device.devices.map(deviceFromWire);
    }
    if (update.geo && update.geo.places.length > 0) {
      if (change.places !== this.places) {
        // What was handed over belongs to the screen now.
        this.places = new Map(this.places);
        change.places = this.places;
      }
      for (const wire of update.geo.places) {
        const place = placeFromWire(wire, this.named.get(wire.id));
        this.named.set(place.id, place);
        this.places.set(place.id, place);
      }
    }
    if (update.health) {
      change.health = healthFromWire(update.health);
    }
  }

  /** Hands over what changed since the last call. */
  take(): StateChange {
    const change = this.change;
    this.change = {};
    return change;
  }
}
