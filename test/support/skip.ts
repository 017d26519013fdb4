import { BedUnavailable } from '../bed/engine/unavailable.ts';

const reasons = new WeakMap<object, string>();

/**
 * Skips the test, or from a `before` hook every test of the suite, with a reason that the summary of `npm test` prints.
 * @param context `this` of the test or the hook
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
  const here = context.test;
  const beforeAll = here?.title.startsWith('"before all" hook') ?? false;
  const skipped = beforeAll ? here?.parent : (context.currentTest ?? here);
  if (skipped) {
    reasons.set(skipped, reason);
  }
  return context.skip();
}

/** The reason given for a test or for a suite around it. */
export function skipReason(test: Mocha.Runnable): string {
  for (let place: Mocha.Runnable | Mocha.Suite | undefined = test; place; place = place.parent) {
    const reason = reasons.get(place);
    if (reason !== undefined) {
      return reason;
    }
  }
  return 'no reason given';
}

/** What the test bed brings; where this machine cannot have it, the tests that need it are skipped with the reason. */
export async function bringOrSkip<T>(context: Mocha.Context, bring: () => Promise<T>): Promise<T> {
  try {
    return await bring();
  } catch (error) {
    if (error instanceof BedUnavailable) {
      skipBecause(context, error.message);
    }
    throw error;
  }
}
