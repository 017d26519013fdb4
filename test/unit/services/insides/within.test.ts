import assert from 'node:assert/strict';
import { within } from '../../../../src/services/insides/within.ts';
import { CancelledError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { isRegistryError } from '../../../../src/tools/registry/errors.ts';

/** A clock that advances on request. */
function clock() {
  const due: { at: number; work: () => void }[] = [];
  return {
    after: (milliseconds: number, work: () => void) => {
      const own = { at: milliseconds, work };
      due.push(own);
      return () => void due.splice(due.indexOf(own), 1);
    },
    pass: (milliseconds: number) => {
      for (const { work } of due.filter(({ at }) => at <= milliseconds)) {
        work();
      }
    },
    due,
  };
}

/** Work that continues until it is canceled. */
const untilCancelled = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new CancelledError());
    });
  });

describe('work with a limit in time', () => {
  it('comes to its end before it, and leaves no timer', async () => {
    const { after, due } = clock();
    assert.equal(await within({ milliseconds: 10, signal: undefined, after, what: 'it' }, () => Promise.resolve(1)), 1);
    assert.deepEqual(due, []);
    const failing = within({ milliseconds: 10, signal: undefined, after, what: 'it' }, () =>
      Promise.reject(new Error('no')),
    );
    await assert.rejects(failing, /^Error: no$/);
    assert.deepEqual(due, []);
  });

  it('is cancelled at it, and says what took too long', async () => {
    const { after, pass, due } = clock();
    const working = within({ milliseconds: 10_000, signal: undefined, after, what: 'a layer' }, untilCancelled);
    pass(10_000);
    await assert.rejects(
      working,
      (error) =>
        isRegistryError(error) && error.kind === 'timeout' && error.message === 'a layer took more than 10 seconds',
    );
    assert.deepEqual(due, []);
  });

  it('is cancelled by who wants it no more', async () => {
    const { after, due } = clock();
    const abort = new AbortController();
    const working = within({ milliseconds: 10, signal: abort.signal, after, what: 'it' }, untilCancelled);
    abort.abort();
    await assert.rejects(working, isCancelled);
    assert.deepEqual(due, []);
  });
});
