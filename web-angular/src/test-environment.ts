// What a browser has and jsdom does not. Nothing here pretends to lay out or draw.
class SilentResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= SilentResizeObserver;
globalThis.matchMedia ??= (media: string): MediaQueryList =>
  ({
    media,
    matches: false,
    onchange: null,
    addEventListener() {},
    removeEventListener() {},
  }) as unknown as MediaQueryList;
document.defaultView!.matchMedia ??= globalThis.matchMedia;
