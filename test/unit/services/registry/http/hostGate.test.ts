import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createHostGate, type Pause } from '../../../../../src/services/registry/http/hostGate.ts';
import { isCancelled } from '../../../../../src/tools/process/errors.ts';
import { isRegistryError } from '../../../../../src/tools/registry/errors.ts';
import { createFakeClock } from '../../../../support/fakeClock.ts';

class Refused extends Error {
  readonly pause: Pause;
  constructor(seconds: number, isTemporary = true) {
    super('refused');
    this.pause = { seconds, isTemporary };
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const cancelled = (error: unknown) => isCancelled(error);

function setUp(atOnce = 2) {
  const clock = createFakeClock();
  let changes = 0;
  const gate = createHostGate({
    atOnce,
    now: clock.now,
    after: clock.after,
    pauseIn: (error) => (error instanceof Refused ? error.pause : undefined),
    changed: () => changes++,
  });
  /** Work that a test ends, in the order of its start. */
  const begun: { readonly name: string; end(): void; fail(error: Error): void }[] = [];
  const enter = (name: string, signal?: AbortSignal, host = 'host') =>
    gate.enter(
      host,
      () =>
        new Promise<string>((resolve, reject) => {
          begun.push({
            name,
            end: () => {
              resolve(name);
            },
            fail: reject,
          });
        }),
      signal,
    );
  const names = () => begun.map(({ name }) => name);
  return { clock, gate, begun, enter, names, changes: () => changes };
}

describe('the gate before a registry', () => {
  it('lets in so many at once, in the order in which they came', async () => {
    const { begun, enter, names } = setUp();
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => enter(name)));
    await settled();
    assert.deepEqual(names(), ['a', 'b']);
    begun[1]!.end();
    await settled();
    assert.deepEqual(names(), ['a', 'b', 'c']);
    begun[0]!.fail(new Error('no'));
    await settled();
    assert.deepEqual(names(), ['a', 'b', 'c', 'd']);
    begun[2]!.end();
    begun[3]!.end();
    assert.deepEqual(
      (await all).map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
  });

  it('attack: those who give up keep their place in the queue', async () => {
    const { begun, enter, names, clock } = setUp();
    const cancel = new AbortController();
    const running = [enter('a'), enter('b')];
    const leaving = Array.from({ length: 1000 }, () => enter('left', cancel.signal));
    const last = enter('last');
    await settled();
    assert.equal(getEventListeners(cancel.signal, 'abort').length, 1000);
    cancel.abort();
    for (const each of await Promise.allSettled(leaving)) {
      assert.ok(each.status === 'rejected' && isCancelled(each.reason));
    }
    assert.equal(getEventListeners(cancel.signal, 'abort').length, 0);
    begun[0]!.end();
    await settled();
    assert.deepEqual(names(), ['a', 'b', 'last']);
    begun[1]!.end();
    begun[2]!.end();
    await Promise.all([...running, last]);
    await assert.rejects(enter('late', cancel.signal), cancelled);
    // every slot is free again
    const again = ['c', 'd'].map((name) => enter(name));
    await settled();
    assert.deepEqual(names().slice(3), ['c', 'd']);
    begun[3]!.end();
    begun[4]!.end();
    await Promise.all(again);
    assert.equal(clock.timers(), 0);
  });

  it('frees a place whatever becomes of the work', async () => {
    const { gate } = setUp(1);
    const fails = () => {
      throw new Error('at once');
    };
    await assert.rejects(gate.enter('host', fails), /at once/);
    await assert.rejects(
      gate.enter('host', () => Promise.reject(new Error('later'))),
      /later/,
    );
    assert.equal(await gate.enter('host', () => Promise.resolve(1)), 1);
  });

  it('has a queue for each host: none waits for another', async () => {
    const { begun, enter, names } = setUp(1);
    const all = [enter('a'), enter('b'), enter('c', undefined, 'other')];
    await settled();
    assert.deepEqual(names(), ['a', 'c']);
    begun[0]!.fail(new Refused(300));
    begun[1]!.end();
    const outcomes = await Promise.allSettled(all);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
  });

  it('attack: one refusal for a moment fails all the others', async () => {
    const { begun, enter, names, clock, gate } = setUp(3);
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => enter(name));
    await settled();
    begun[0]!.fail(new Refused(1));
    await settled();
    assert.equal(gate.waitOf('host'), 1);
    begun[1]!.end();
    begun[2]!.end();
    await settled();
    assert.deepEqual(names(), ['a', 'b', 'c'], 'nobody else is sent to it meanwhile');
    clock.pass(1000);
    await settled();
    assert.equal(gate.waitOf('host'), undefined);
    assert.equal(begun[3]?.name, 'a', 'who was refused goes first');
    for (let index = 3; index < 6; index++) {
      begun[index]!.end();
      await settled();
    }
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd', 'e']);
    assert.equal(clock.timers(), 0);
  });

  it('goes on slowly after a refusal, or all would be refused together again', async () => {
    const { begun, enter, clock } = setUp(4);
    const all = Array.from({ length: 12 }, (_, index) => enter(String(index)));
    await settled();
    for (const work of begun.slice()) {
      work.fail(new Refused(2));
    }
    await settled();
    clock.pass(2000);
    await settled();
    const running: number[] = [];
    for (let ended = 4; ended < begun.length;) {
      running.push(begun.length - ended);
      const upTo = begun.length;
      while (ended < upTo) {
        begun[ended++]!.end();
      }
      await settled();
    }
    assert.deepEqual(running.slice(0, 3), [1, 2, 4]);
    assert.equal((await Promise.all(all)).length, 12);
  });

  it('attack: a host refuses for a moment, again and again', async () => {
    const { begun, enter, clock, gate } = setUp(1);
    const all = Promise.allSettled(['a', 'b', 'c'].map((name) => enter(name)));
    await settled();
    let rounds = 0;
    for (; !gate.isClosed('host') && rounds < 1000; rounds++) {
      clock.pass(1000);
      await settled();
      begun.at(-1)!.fail(new Refused(0));
      await settled();
    }
    assert.ok(rounds <= 21, String(rounds));
    for (const outcome of await all) {
      assert.equal(outcome.status, 'rejected');
    }
    assert.equal(clock.timers(), 0);
  });

  it('attack: one request is refused for ever while others are answered', async () => {
    const { begun, enter, clock } = setUp(1);
    const unlucky = assert.rejects(enter('unlucky'), /refused/);
    let refusals = 0;
    let handled = 0;
    for (let round = 0; round < 1000; round++) {
      void enter('lucky').catch(() => undefined);
      await settled();
      for (const work of begun.slice(handled)) {
        handled++;
        if (work.name === 'lucky') {
          work.end();
        } else {
          refusals++;
          work.fail(new Refused(1));
        }
      }
      await settled();
      clock.pass(1000);
    }
    await unlucky;
    assert.ok(refusals <= 21, String(refusals));
  });

  it('fails all at once where the wait is long, and says how long; then it is as before', async () => {
    const { begun, enter, clock, gate, names } = setUp(1);
    const all = ['a', 'b', 'c'].map((name) => enter(name));
    await settled();
    begun[0]!.fail(new Refused(21));
    const [first, ...others] = await Promise.allSettled(all);
    assert.ok(first?.status === 'rejected' && first.reason instanceof Refused);
    for (const other of others) {
      assert.ok(other.status === 'rejected' && isRegistryError(other.reason) && other.reason.retryAfter === 21);
    }
    clock.pass(1000);
    await assert.rejects(enter('d'), (error) => isRegistryError(error) && error.retryAfter === 20);
    assert.equal(gate.waitOf('host'), undefined, 'nobody is made to wait');
    assert.equal(clock.timers(), 0);
    clock.pass(20_000);
    const late = enter('e');
    await settled();
    assert.deepEqual(names(), ['a', 'e']);
    // a short pause is waited for again
    begun[1]!.fail(new Refused(1));
    await settled();
    clock.pass(1000);
    await settled();
    begun[2]!.end();
    assert.equal(await late, 'e');
  });

  it('does not wait for what will not be over soon, though it is asked again then', async () => {
    const { begun, enter } = setUp(1);
    const all = ['a', 'b'].map((name) => enter(name));
    await settled();
    begun[0]!.fail(new Refused(5, false));
    for (const outcome of await Promise.allSettled(all)) {
      assert.equal(outcome.status, 'rejected');
    }
  });

  it('can be waited for no longer than each wants to', async () => {
    const { begun, enter, clock, names } = setUp(1);
    const [one, other] = [new AbortController(), new AbortController()];
    const all = [enter('a', one.signal), enter('b', other.signal), enter('c')] as const;
    await settled();
    begun[0]!.fail(new Refused(10));
    await settled();
    one.abort();
    await assert.rejects(all[0], cancelled);
    other.abort();
    await assert.rejects(all[1], cancelled);
    assert.equal(clock.timers(), 1);
    clock.pass(10_000);
    await settled();
    assert.deepEqual(names(), ['a', 'c']);
    begun[1]!.end();
    assert.equal(await all[2], 'c');
  });

  it('leaves no timer when all callers have canceled', async () => {
    const { begun, enter, clock } = setUp(1);
    const cancel = new AbortController();
    const all = [enter('a', cancel.signal), enter('b', cancel.signal)];
    await settled();
    begun[0]!.fail(new Refused(10));
    await settled();
    cancel.abort();
    await Promise.allSettled(all);
    assert.equal(clock.timers(), 0);
  });

  it('is opened by who lifts it, for those who wait and those who come', async () => {
    const { begun, enter, gate, names, changes } = setUp(1);
    const waiting = enter('a');
    await settled();
    begun[0]!.fail(new Refused(20));
    await settled();
    const before = changes();
    gate.lift('host');
    await settled();
    assert.ok(changes() > before);
    assert.deepEqual(names(), ['a', 'a']);
    begun[1]!.fail(new Refused(3600));
    await assert.rejects(waiting);
    assert.equal(gate.isClosed('host'), true);
    gate.lift('host');
    assert.equal(gate.isClosed('host'), false);
    const next = enter('b');
    await settled();
    begun[2]!.end();
    assert.equal(await next, 'b');
    gate.lift('nobody');
  });
});
