/** The colour that `value` (as `var(--accent)`) has on screen now: drawing libraries don't know CSS variables. */
export function resolveColour(host: HTMLElement, value: string): string {
  const probe = host.ownerDocument.createElement('span');
  probe.style.color = value;
  probe.hidden = true;
  host.append(probe);
  const {color} = getComputedStyle(probe);
  probe.remove();
  return color;
}
