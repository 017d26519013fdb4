import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createSingleFlight, unlessAborted } from '../../../../src/services/concurrency/singleFlight.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';

/** Work that a test ends, and that ends by itself if it is aborted. */
function setUp() {
  const begun: { readonly signal: AbortSignal; end(answer: string): void; fail(error: Error): void }[] = [];
  const flights = createSingleFlight<string>();
  const work = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      begun.push({ signal, end: resolve, fail: reject });
    });
  const ask = (signal?: AbortSignal) => flights('key', signal, work);
  return { begun, flights, work, ask };
}

const cancelled = (error: unknown) => isCancelled(error);
/** Runs everything that waits only for promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('work that several share', () => {
  it('is done once, for all who ask while it goes on', async () => {
    const { begun, ask } = setUp();
    const answers = [ask(), ask(new AbortController().signal), ask()];
    await settled();
    assert.equal(begun.length, 1);
    begun[0]!.end('it');
    assert.deepEqual(await Promise.all(answers), ['it', 'it', 'it']);
    const next = ask();
    await settled();
    begun[1]!.end('anew');
    assert.equal(await next, 'anew');
    assert.deepEqual(
      begun.map(({ signal }) => signal.aborted),
      [false, false],
    );
  });

  it('fails for all callers, and runs again after that', async () => {
    const { begun, ask } = setUp();
    const answers = [ask(), ask()];
    await settled();
    begun[0]!.fail(new Error('no'));
    assert.deepEqual(
      (await Promise.allSettled(answers)).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    const next = ask();
    await settled();
    begun[1]!.end('it');
    assert.equal(await next, 'it');
  });

  it('is its own for each key', async () => {
    const { begun, flights, work } = setUp();
    const [one, other] = [flights('one', undefined, work), flights('other', undefined, work)];
    await settled();
    begun[1]!.end('2');
    begun[0]!.end('1');
    assert.deepEqual(await Promise.all([one, other]), ['1', '2']);
  });

  it('attack: one caller cancels what the others wait for', async () => {
    const { begun, ask } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [ask(first.signal), ask(second.signal), ask()] as const;
    await settled();
    first.abort();
    await assert.rejects(answers[0], cancelled);
    second.abort();
    await assert.rejects(answers[1], cancelled);
    assert.equal(begun[0]!.signal.aborted, false);
    begun[0]!.end('it');
    assert.equal(await answers[2], 'it');
    assert.equal(begun.length, 1);
  });

  it('is aborted when the last one leaves; what is asked then waits for its end', async () => {
    const { begun, ask } = setUp();
    const leaving = [new AbortController(), new AbortController()];
    const answers = leaving.map(({ signal }) => ask(signal));
    await settled();
    for (const one of leaving) {
      one.abort();
    }
    for (const answer of answers) {
      await assert.rejects(answer, cancelled);
    }
    assert.equal(begun[0]!.signal.aborted, true);
    const next = ask();
    await settled();
    assert.equal(begun.length, 1);
    begun[0]!.fail(new Error('ended'));
    await settled();
    begun[1]!.end('it');
    assert.equal(await next, 'it');
  });

  it('does not begin for those who have left before', async () => {
    const { begun, ask } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const former = ask(first.signal);
    await settled();
    first.abort();
    await assert.rejects(former, cancelled);
    const waiting = ask(second.signal);
    second.abort();
    await assert.rejects(waiting, cancelled);
    begun[0]!.end('late');
    await settled();
    assert.equal(begun.length, 1);
    await assert.rejects(ask(AbortSignal.abort()), cancelled);
    assert.equal(begun.length, 1);
  });

  it('rejects for no caller when all have canceled, and keeps no listener', async () => {
    const { begun, ask } = setUp();
    const rejections: unknown[] = [];
    const note = (error: unknown) => rejections.push(error);
    process.on('unhandledRejection', note);
    try {
      const leaving = new AbortController();
      const answer = ask(leaving.signal);
      await settled();
      leaving.abort();
      await assert.rejects(answer, cancelled);
      assert.deepEqual(getEventListeners(leaving.signal, 'abort'), []);
      begun[0]!.fail(new Error('afterwards'));
      await settled();
      await settled();
      assert.deepEqual(rejections, []);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('may throw before it returns a promise', async () => {
    const { flights } = setUp();
    await assert.rejects(
      flights('key', undefined, () => {
        throw new Error('at once');
      }),
      /at once/,
    );
  });
});

describe('waiting that can be cancelled', () => {
  it('ends with the work, or with the signal', async () => {
    const cancel = new AbortController();
    assert.equal(await unlessAborted(Promise.resolve(1), cancel.signal), 1);
    assert.equal(await unlessAborted(Promise.resolve(1), undefined), 1);
    const waiting = unlessAborted(new Promise(() => undefined), cancel.signal);
    cancel.abort();
    await assert.rejects(waiting, cancelled);
    await assert.rejects(unlessAborted(new Promise(() => undefined), cancel.signal), cancelled);
  });
});
