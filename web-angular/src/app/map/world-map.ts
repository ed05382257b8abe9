import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  model,
  output,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import {LucideChevronRight, LucideGlobe} from '@lucide/angular';
import {DataTable, type TableColumn, type TableOrder} from '../common/data-table';
import {count, share, shortCount} from '../common/numbers';
import {Panel} from '../common/panel';
import {errorRate, sliceColumns} from '../common/slice-columns';
import {TwinSwitch} from '../common/twin-switch';
import type {Selection} from '../filters/selection';
import {AskButton} from '../shell/ask-button';
import type {PanelStatus, PlaceView} from '../live/view';
import {GEOGRAPHY, shapeOf} from './geography';
import {heatColour, heatStep, heatSteps} from './heat';
import {drawCountry, drawWorld, type Drawing} from './map-drawing';
import {groupPlaces, isWithin, levelOf, type PlaceGroup, type Scope} from './place-groups';

/** More names than this would be a list, and the list is beside the map. */
const namedCities = 12;
/** Pixels; half a letter on average, in the size of the names. */
const halfLetter = 3.2;
const lineHeight = 14;

const levelNames = {country: 'Country', state: 'State', city: 'City'} as const;

interface Hint {
  readonly group: PlaceGroup;
  readonly x: number;
  readonly y: number;
}

/** Where people watch: heat by viewers, from the world to a country to a state to a city, and the same as a list. */
@Component({
  selector: 'app-world-map',
  imports: [AskButton, DataTable, LucideChevronRight, LucideGlobe, Panel, TwinSwitch],
  templateUrl: './world-map.html',
  styleUrl: './world-map.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WorldMap {
  readonly places = input.required<ReadonlyMap<number, PlaceView> | undefined>();
  readonly status = input.required<PanelStatus>();
  readonly emptyText = input('Nobody is watching here.');
  readonly scope = input<Scope>({});
  /** A table with every number instead of the map. */
  readonly asTable = model(false);
  /** Look at this place: narrower by a click, wider by the breadcrumb. */
  readonly scopeChosen = output<Scope>();

  private readonly geography = inject(GEOGRAPHY);
  private readonly crumbBar = viewChild.required<ElementRef<HTMLElement>>('crumbBar');
  /** A choice took away what had the focus: the name of the next place is to have it. */
  private isNameToBeFocused = false;
  private readonly canvas = viewChild<ElementRef<HTMLElement>>('canvas');
  protected readonly size = signal({width: 0, height: 0});
  protected readonly hint = signal<Hint | undefined>(undefined);

  protected readonly groups = computed(() => groupPlaces(this.places()?.values() ?? [], this.scope()));
  protected readonly total = computed(() => this.groups().reduce((sum, group) => sum + group.activeViewers, 0));
  protected readonly most = computed(() => this.groups()[0]?.activeViewers ?? 0);
  protected readonly crumbs = computed(() => {
    const {country, state, city} = this.scope();
    return [
      {name: 'World', scope: {} as Scope},
      ...(country ? [{name: country, scope: {country}}] : []),
      ...(country && state ? [{name: state, scope: {country, state}}] : []),
      ...(country && state && city ? [{name: city, scope: {country, state, city}}] : []),
    ];
  });

  private readonly isConnected = computed(() => this.places() !== undefined);
  private readonly outlines = resource({
    params: () => (this.isConnected() ? {country: this.scope().country} : undefined),
    loader: async ({params: {country}}) => {
      if (country === undefined) {
        return {country, shapes: await this.geography.world(), states: []};
      }
      const shapes = await this.geography.countries();
      const isUnitedStates =
        shapeOf(shapes, country, undefined, undefined)?.properties.name === 'United States of America';
      return {country, shapes, states: isUnitedStates ? await this.geography.statesOfTheUnitedStates() : []};
    },
  });

  /** Coordinates of the scope's places, as text so that moving numbers don't redraw the outlines. */
  private readonly pointsKey = computed(() =>
    JSON.stringify(
      [...(this.places()?.values() ?? [])]
        .filter(
          (place) => isWithin(place, this.scope()) && place.longitude !== undefined && place.latitude !== undefined,
        )
        .map((place) => [place.longitude, place.latitude])
        .sort(),
    ),
  );

  private readonly drawing = computed<Drawing | undefined>(() => {
    const loaded = this.outlines.hasValue() ? this.outlines.value() : undefined;
    const {width, height} = this.size();
    const scope = this.scope();
    if (!loaded || loaded.country !== scope.country || width === 0 || height === 0) {
      return undefined;
    }
    const points = JSON.parse(this.pointsKey()) as [number, number][];
    return scope.country === undefined
      ? drawWorld(loaded.shapes, width, height)
      : drawCountry(loaded.shapes, loaded.states, scope, points, width, height);
  });

  /** Outlines with their heat; those around the place looked at are only there for orientation. */
  protected readonly areas = computed(() => {
    const drawing = this.drawing();
    if (!drawing) {
      return [];
    }
    const level = levelOf(this.scope());
    const groupOf = new Map<string, PlaceGroup>();
    if (level !== 'city') {
      for (const group of this.groups()) {
        const shape = shapeOf(drawing.shapes, group.name, group.longitude, group.latitude);
        if (shape) {
          groupOf.set(shape.properties.name, group);
        }
      }
    }
    return drawing.outlines.map((outline) => {
      const group = outline.around ? undefined : groupOf.get(outline.name);
      return {...outline, group, colour: heatColour(group ? heatStep(group.activeViewers, this.most()) : 0)};
    });
  });

  protected readonly isWorld = computed(() => this.scope().country === undefined);
  /** States have outlines in one country only, and cities nowhere. */
  private readonly citiesCarryHeat = computed(
    () => !this.isWorld() && (this.drawing()?.shapes.length === 0 || this.scope().state !== undefined),
  );
  /** The number at the upper end of the heat scale. */
  protected readonly hottest = computed(() =>
    this.citiesCarryHeat() ? Math.max(0, ...this.dots().map(({city}) => city.activeViewers)) : this.most(),
  );

  /**
   * Cities of the scope, as circles whose area grows with their viewers. Where areas carry the heat they are small marks;
   * in a country whose states have no outlines they carry it themselves.
   */
  protected readonly dots = computed(() => {
    const drawing = this.drawing();
    if (!drawing) {
      return [];
    }
    const scope = this.scope();
    const isWorld = scope.country === undefined;
    const cities = [...(this.places()?.values() ?? [])].filter(
      (place) => isWithin(place, scope) && place.longitude !== undefined && place.activeViewers > 0,
    );
    const most = Math.max(1, ...cities.map((city) => city.activeViewers));
    const largest = isWorld ? 3 : this.citiesCarryHeat() ? 18 : 8;
    return cities
      .flatMap((city) => {
        const at = drawing.project([city.longitude!, city.latitude!]);
        if (!at) {
          return [];
        }
        const radius = 1.5 + Math.sqrt(city.activeViewers / most) * largest;
        const heat = this.citiesCarryHeat() ? heatColour(heatStep(city.activeViewers, most)) : undefined;
        return [{city, x: at[0], y: at[1], radius, heat}];
      })
      .sort((a, b) => b.radius - a.radius);
  });

  /** Names of the largest cities, as many as fit without lying on each other. */
  protected readonly names = computed(() => {
    const placed: {x: number; y: number; text: string; half: number}[] = [];
    for (const {city, x, y, radius} of this.isWorld() ? [] : this.dots()) {
      const name = {x, y: y + radius + 12, text: city.city, half: city.city.length * halfLetter};
      const collides = (other: typeof name) =>
        Math.abs(other.y - name.y) < lineHeight && Math.abs(other.x - name.x) < other.half + name.half;
      if (placed.length < namedCities && !placed.some(collides)) {
        placed.push(name);
      }
    }
    return placed;
  });

  protected readonly legend = Array.from({length: heatSteps}, (_, step) => heatColour(step + 1));
  protected readonly summary = computed(() => {
    const leaders = this.groups().slice(0, 3);
    const named = leaders.map((group) => `${group.name} ${count(group.activeViewers)}`).join(', ');
    return `Map of active viewers. Most in: ${named}. The list beside it holds every place.`;
  });

  protected readonly columns = computed<readonly TableColumn<PlaceGroup>[]>(() => [
    {name: levelNames[levelOf(this.scope())], text: ({name}) => name || 'Unknown', by: ({name}) => name || undefined},
    ...sliceColumns<PlaceGroup>(() => this.total()),
  ]);
  protected readonly byViewers: TableOrder = {column: 'Viewers', descending: true};
  protected readonly nameOf = ({name}: PlaceGroup) => name;
  protected readonly isNamed = ({name}: PlaceGroup) => name !== '';

  protected readonly count = count;
  protected readonly short = shortCount;
  protected readonly share = share;

  constructor() {
    const resizes = new ResizeObserver(([entry]) => {
      const {width, height} = entry!.contentRect;
      this.size.set({width: Math.round(width), height: Math.round(height)});
    });
    effect(() => {
      resizes.disconnect();
      const canvas = this.canvas()?.nativeElement;
      if (canvas) {
        resizes.observe(canvas);
      }
    });
    afterRenderEffect({
      read: () => {
        this.scope();
        if (this.isNameToBeFocused) {
          this.isNameToBeFocused = false;
          this.crumbBar().nativeElement.querySelector<HTMLElement>('.here')?.focus({preventScroll: true});
        }
      },
    });
    inject(DestroyRef).onDestroy(() => resizes.disconnect());
  }

  /** `byList`: the row that had the focus is gone then, and the name of the place in the breadcrumb has it. */
  protected choose(group: PlaceGroup, byList = false): void {
    this.hint.set(undefined);
    const {country, state, city} = this.scope();
    // The place one is at already leaves everything where it is.
    this.isNameToBeFocused = byList && city !== group.name;
    this.scopeChosen.emit(
      country === undefined
        ? {country: group.name}
        : state === undefined
          ? {country, state: group.name}
          : {country, state, city: group.name},
    );
  }

  protected widen(scope: Scope): void {
    this.isNameToBeFocused = true;
    this.scopeChosen.emit(scope);
  }

  /** The place as filters, from the widest name to the narrowest. */
  protected about(group: PlaceGroup): Partial<Selection> {
    const {country, state} = this.scope();
    return country === undefined
      ? {country: [group.name]}
      : state === undefined
        ? {country: [country], state: [group.name]}
        : {country: [country], state: [state], city: [group.name]};
  }

  /** A circle stands for its place on the level that comes next. */
  protected chooseCity(city: PlaceView): void {
    const group = this.groups().find((each) => each.name === city[each.level]);
    if (group) {
      this.choose(group);
    }
  }

  protected point(event: MouseEvent, group: PlaceGroup | undefined): void {
    const box = this.canvas()?.nativeElement.getBoundingClientRect();
    this.hint.set(group && box ? {group, x: event.clientX - box.left, y: event.clientY - box.top} : undefined);
  }

  protected pointCity(event: MouseEvent, city: PlaceView): void {
    this.point(event, {...city, name: city.city || city.state || city.country, level: 'city'});
  }

  protected errorRate(group: PlaceGroup): string {
    return group.events > 0 ? `${errorRate(group)} errors` : 'no events';
  }

  protected width(group: PlaceGroup): number {
    return this.most() > 0 ? (group.activeViewers / this.most()) * 100 : 0;
  }
}
