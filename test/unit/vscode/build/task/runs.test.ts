import assert from 'node:assert/strict';
import { setImmediate as soon } from 'node:timers/promises';
import { isCancelled } from '../../../../../src/tools/process/errors.ts';
import { createRuns, type Run } from '../../../../../src/vscode/build/task/runs.ts';

function stage(
  terminates: (run: Run<string>) => void = (run) => {
    run.resolve('ended');
  },
) {
  const runs = createRuns<string>();
  const started: Run<string>[] = [];
  const ask = (signal?: AbortSignal, { aside = false, local = false, unattended = false } = {}) =>
    runs('key', {
      signal,
      aside,
      local,
      unattended,
      start: (run) => {
        started.push(run);
        return Promise.resolve({
          terminate: () => {
            terminates(run);
          },
        });
      },
    });
  return { runs, started, ask };
}

describe('runs that several wait for', () => {
  it('attack: one caller of a build cancels that of another', async () => {
    const { ask, started } = stage(() => assert.fail('somebody waits for it'));
    const first = new AbortController();
    const [one, other] = [ask(first.signal), ask(new AbortController().signal)];
    await soon();
    first.abort();
    await assert.rejects(one, isCancelled);
    started[0]?.resolve('built');
    assert.equal(await other, 'built');
    assert.equal(started.length, 1);
  });

  it('attack: who joins a build cannot stop waiting for it', async () => {
    const { ask, started } = stage(() => assert.fail('somebody waits for it'));
    const second = new AbortController();
    const [one, other] = [ask(), ask(second.signal)];
    await soon();
    second.abort();
    await assert.rejects(other, isCancelled);
    started[0]?.resolve('built');
    assert.equal(await one, 'built');
  });

  it('are ended when all callers have canceled, and the last one gets the result', async () => {
    const { ask } = stage();
    const [first, second] = [new AbortController(), new AbortController()];
    const [one, other] = [ask(first.signal), ask(second.signal)];
    await soon();
    first.abort();
    await assert.rejects(one, isCancelled);
    second.abort();
    assert.equal(await other, 'ended');
  });

  it('start again only after the previous one has ended', async () => {
    let ended: Run<string> | undefined;
    const { ask, started } = stage((run) => (ended = run));
    const first = new AbortController();
    const one = ask(first.signal);
    await soon();
    first.abort();
    await soon();
    const next = ask();
    await soon();
    assert.equal(started.length, 1);
    ended?.resolve('ended');
    assert.equal(await one, 'ended');
    await soon();
    assert.equal(started.length, 2);
    started[1]?.resolve('built');
    assert.equal(await next, 'built');
  });

  it('are a step on the way for all of them, or for none', async () => {
    const { ask, started } = stage();
    const all = [ask(undefined, { aside: true }), ask(undefined, { aside: true })];
    await soon();
    assert.equal(started[0]!.isAside(), true);
    all.push(ask(undefined, { aside: false }));
    await soon();
    assert.equal(started[0]!.isAside(), false);
    started[0]!.resolve('built');
    await Promise.all(all);
  });

  it('are for local use for all of them, or for none', async () => {
    const { ask, started } = stage();
    const all = [ask(undefined, { local: true }), ask(undefined, { local: true })];
    await soon();
    assert.equal(started[0]!.isLocal(), true);
    all.push(ask());
    await soon();
    assert.equal(started[0]!.isLocal(), false);
    started[0]!.resolve('built');
    await Promise.all(all);
  });

  it('attack: what fails on the way takes the key for ever', async () => {
    const runs = createRuns<string>();
    const failing = [
      () => Promise.reject(new Error('no')),
      () => {
        throw new Error('no');
      },
    ];
    for (const start of failing) {
      await assert.rejects(
        runs('key', { signal: undefined, aside: false, local: false, unattended: false, start }),
        /no/,
      );
    }
    const abort = new AbortController();
    const cannotEnd = runs('key', {
      signal: abort.signal,
      aside: false,
      unattended: false,
      local: false,
      start: () =>
        Promise.resolve({
          terminate: () => {
            throw new Error('no end');
          },
        }),
    });
    await soon();
    abort.abort();
    await assert.rejects(cannotEnd, /no end/);
    const next = runs('key', {
      signal: undefined,
      aside: false,
      unattended: false,
      local: false,
      start: (run) => {
        run.resolve('built');
        return Promise.resolve({ terminate: () => undefined });
      },
    });
    assert.equal(await next, 'built');
  });

  it('can ask questions as soon as a caller joins who can answer', async () => {
    const { ask, started } = stage();
    const one = ask(undefined, { unattended: true });
    await soon();
    const attended = [started[0]?.isAttended()];
    const another = ask(undefined, { unattended: true });
    attended.push(started[0]?.isAttended());
    const person = ask();
    attended.push(started[0]?.isAttended());
    assert.deepEqual(attended, [false, false, true]);
    started[0]?.resolve('built');
    assert.deepEqual(await Promise.all([one, another, person]), ['built', 'built', 'built']);
  });
});
