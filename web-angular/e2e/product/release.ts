import type {FullConfig, Reporter, Suite, TestCase} from '@playwright/test/reporter';
import {stopProduct} from './running.ts';

/** Stops the product when the last journey through it has ended: it takes half a processor from the journeys after it. */
export default class Release implements Reporter {
  private readonly waiting = new Set<string>();

  onBegin(_config: FullConfig, suite: Suite): void {
    suite
      .allTests()
      .filter(isThroughProduct)
      .forEach(({id}) => this.waiting.add(id));
  }

  onTestEnd(test: TestCase): void {
    if (this.waiting.delete(test.id) && this.waiting.size === 0) {
      void stopProduct();
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}

function isThroughProduct(test: TestCase): boolean {
  return test.parent.project()?.name === 'board';
}
