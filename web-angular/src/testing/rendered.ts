import type {Type} from '@angular/core';
import {TestBed, type ComponentFixture} from '@angular/core/testing';

export interface Rendered<T> {
  readonly fixture: ComponentFixture<T>;
  readonly element: HTMLElement;
  /** What a person would read, with runs of white space as one. */
  text(selector?: string): string;
  all(selector: string): HTMLElement[];
  /** The button whose accessible name or text holds `name`. */
  button(name: string): HTMLButtonElement;
  set(inputs: Record<string, unknown>): Promise<void>;
}

/** Renders a component with its inputs and waits until it is still. */
export async function render<T>(type: Type<T>, inputs: Record<string, unknown> = {}): Promise<Rendered<T>> {
  const fixture = TestBed.createComponent(type);
  const element = fixture.nativeElement as HTMLElement;
  const set = async (values: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(values)) {
      fixture.componentRef.setInput(name, value);
    }
    await fixture.whenStable();
  };
  const words = (node: Element | null) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const all = (selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
  await set(inputs);
  return {
    fixture,
    element,
    all,
    set,
    text: (selector?: string) => words(selector ? element.querySelector(selector) : element),
    button: (name: string) => {
      const found = all('button').find((each) => (each.getAttribute('aria-label') ?? words(each)).includes(name));
      if (!found) {
        throw new Error(
          `No button "${name}". There are: ${all('button').map((b) => b.getAttribute('aria-label') ?? words(b))}`,
        );
      }
      return found as HTMLButtonElement;
    },
  };
}
