import assert from 'node:assert/strict';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { isWorkerError } from '../../../../src/tools/worker/errors.ts';
import { mostOnTheWay } from '../../../../src/tools/worker/sendPieces.ts';
import { createWorkers, type Workers } from '../../../../src/tools/worker/workers.ts';
import type { TestJobs } from './testJobs.ts';

const file = new URL('./testJobs.ts', import.meta.url);
const failsFor = (reason: string) => (error: unknown) => isWorkerError(error) && error.reason === reason;

describe('work in threads', function () {
  this.timeout(60_000);
  let workers: Workers<TestJobs>;
  /** A limit that a hang reaches soon, and no other test comes near. */
  const create = (options: Partial<Parameters<typeof createWorkers>[0]> = {}) =>
    createWorkers<TestJobs>({ file, memory: 64, limit: 30_000, most: 1, idle: 30_000, ...options });
  beforeEach(() => {
    workers = create();
  });
  afterEach(() => {
    workers.dispose();
  });

  it('starts no thread before the first job', async () => {
    assert.equal(workers.threads, 0);
    assert.equal(await workers.run('double', 21), 42);
    assert.equal(workers.threads, 1);
  });

  it('answers 100 jobs at once, each with its own answer, in no more threads than it may have', async () => {
    workers = create({ most: 2 });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => workers.run('double', index)));
    assert.deepEqual(
      answers,
      Array.from({ length: 100 }, (_, index) => 2 * index),
    );
    assert.equal(workers.threads, 2);
  });

  it('gives threads no environment', async () => {
    assert.equal(await workers.run('environment', undefined), 0);
  });

  it('ends a thread that has nothing to do', async () => {
    workers = create({ idle: 1 });
    await workers.run('double', 1);
    while (workers.threads > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(await workers.run('double', 2), 4);
  });

  for (const job of ['hoardObjects', 'hoardText', 'hoardList'] as const) {
    it(`attack: a job that needs memory without end costs its own answer (${job})`, async () => {
      const [hostile, honest] = await Promise.allSettled([workers.run(job, undefined), workers.run('double', 3)]);
      assert.ok(hostile.status === 'rejected' && failsFor('memory')(hostile.reason), JSON.stringify(hostile));
      assert.deepEqual(honest, { status: 'fulfilled', value: 6 });
    });
  }

  it('attack: a job that never ends costs its own answer', async () => {
    workers = create({ limit: 500 });
    const [hostile, honest] = await Promise.allSettled([workers.run('hang', undefined), workers.run('double', 3)]);
    assert.ok(hostile.status === 'rejected' && failsFor('time')(hostile.reason));
    assert.deepEqual(honest, { status: 'fulfilled', value: 6 });
  });

  it('attack: a job that ends its thread costs its own answer', async () => {
    for (const code of [0, 1]) {
      const [hostile, honest] = await Promise.allSettled([workers.run('exit', code), workers.run('double', 3)]);
      assert.ok(hostile.status === 'rejected' && failsFor('crashed')(hostile.reason));
      assert.deepEqual(honest, { status: 'fulfilled', value: 6 });
    }
  });

  it('attack: a job that throws costs its own answer', async () => {
    await assert.rejects(
      workers.run('throwLine', 'line 3'),
      (error) => failsFor('failed')(error) && String(error).includes('line 3'),
    );
    await assert.rejects(workers.run('throwLater', undefined), failsFor('crashed'));
    assert.equal(await workers.run('double', 3), 6);
  });

  it('attack: an answer that would keep the host busy is not taken', async () => {
    await assert.rejects(workers.run('largeAnswer', 5_000_000), failsFor('answer'));
    assert.equal((await workers.run('largeAnswer', 100_000)).length, 100_000);
  });

  it('tells why a thread cannot begin', async () => {
    workers = create({ file: new URL('./nowhere.ts', import.meta.url) });
    await assert.rejects(workers.run('double', 1), failsFor('crashed'));
  });

  it('tells what cannot be sent, and goes on', async () => {
    await assert.rejects(workers.run('double', (() => 1) as unknown as number));
    assert.equal(await workers.run('double', 1), 2);
  });

  it('lets each caller give up by itself, before, while waiting and at work', async () => {
    workers = create({ limit: 1000 });
    await assert.rejects(workers.run('double', 1, { signal: AbortSignal.abort() }), isCancelled);
    const [busy, waits] = [new AbortController(), new AbortController()];
    const hang = workers.run('hang', undefined, { signal: busy.signal });
    const waiting = workers.run('double', 1, { signal: waits.signal });
    const other = workers.run('double', 2);
    waits.abort();
    await assert.rejects(waiting, isCancelled);
    busy.abort();
    await assert.rejects(hang, isCancelled);
    assert.equal(await other, 4);
  });

  it('ends everything when it is disposed of', async () => {
    const hang = workers.run('hang', undefined);
    const waiting = workers.run('double', 1);
    workers.dispose();
    await assert.rejects(hang, isCancelled);
    await assert.rejects(waiting, isCancelled);
    await assert.rejects(workers.run('double', 1), isCancelled);
    assert.equal(workers.threads, 0);
  });

  describe('with bytes of the caller', () => {
    const piece = () => new Uint8Array(1000);
    async function* pieces(count: number, sent: { count: number }): AsyncGenerator<Uint8Array> {
      for (; sent.count < count; sent.count++) {
        yield await Promise.resolve(piece());
      }
    }

    it('sends them all, and tells how far the job is', async () => {
      const sent = { count: 0 };
      const seen: number[] = [];
      const wanted: string[] = [];
      const bytes = await workers.run(
        'count',
        { slow: true },
        {
          open: (what, take) => {
            wanted.push(what);
            return take(pieces(100, sent));
          },
          onProgress: (progress) => seen.push(progress),
        },
      );
      assert.equal(bytes, 100_000);
      assert.deepEqual(wanted, ['layer']);
      assert.equal(seen.length, 100);
      assert.equal(seen.at(-1), 100_000);
    });

    it('never has more pieces on their way than the window holds', async () => {
      const sent = { count: 0 };
      let dealtWith = 0;
      let most = 0;
      await workers.run(
        'count',
        { slow: true },
        {
          open: (_, take) => take(watched()),
          onProgress: () => dealtWith++,
        },
      );
      async function* watched(): AsyncGenerator<Uint8Array> {
        for await (const each of pieces(200, sent)) {
          most = Math.max(most, sent.count - dealtWith);
          yield each;
        }
      }
      assert.equal(dealtWith, 200);
      // in addition to the requested one
      assert.ok(most <= mostOnTheWay + 1, String(most));
    });

    it('cuts what is large, and leaves the memory of the caller to him', async () => {
      const large = Buffer.alloc(3_000_000);
      const bytes = await workers.run('count', {}, { open: (_, take) => take(pieceOf(large)) });
      async function* pieceOf(all: Uint8Array): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(all);
      }
      assert.equal(bytes, 3_000_000);
      assert.equal(large.length, 3_000_000);
    });

    it('passes on why the caller could not read them', async () => {
      const why = new Error('the registry is gone');
      await assert.rejects(workers.run('count', {}, { open: () => Promise.reject(why) }), why);
      await assert.rejects(workers.run('count', {}), /no bytes/);
      assert.equal(await workers.run('double', 1), 2);
    });

    it('stops sending if the job needs no more, or all callers have canceled', async () => {
      let stopped = 0;
      const endless = (_: string, take: (body: AsyncIterable<Uint8Array>) => Promise<void>, signal: AbortSignal) => {
        signal.addEventListener('abort', () => stopped++);
        return take(pieces(Infinity, { count: 0 }));
      };
      assert.equal(await workers.run('firstPiece', undefined, { open: endless }), 1000);
      assert.equal(stopped, 1);
      const abort = new AbortController();
      const counting = workers.run(
        'count',
        {},
        {
          open: endless,
          signal: abort.signal,
          onProgress: () => {
            abort.abort();
          },
        },
      );
      await assert.rejects(counting, isCancelled);
      assert.equal(stopped, 2);
      assert.equal(await workers.run('double', 1), 2);
    });

    it('does not count the time in which the caller has no bytes', async () => {
      workers = create({ limit: 200 });
      // long enough for another thread to hang and to be ended, twice
      const others = create({ limit: 300 });
      const counting = workers.run(
        'count',
        {},
        {
          open: async (_, take) => {
            await others.run('hang', undefined).catch(() => undefined);
            await take(pieces(1, { count: 0 }));
            await others.run('hang', undefined).catch(() => undefined);
          },
        },
      );
      assert.equal(await counting, 1000);
      others.dispose();
    });

    it('attack: a layer at which a job hangs costs its own answer', async () => {
      workers = create({ limit: 500 });
      const hostile = workers.run('hangAtPiece', undefined, {
        open: (_, take) => take(pieces(Infinity, { count: 0 })),
      });
      await assert.rejects(hostile, failsFor('time'));
      assert.equal(await workers.run('double', 1), 2);
    });
  });
});
