// A thread's module with jobs that a thread must survive.
import { serveJobs } from '../../../../src/tools/worker/serve.ts';
import type { Caller } from '../../../../src/tools/worker/job.ts';

const jobs = {
  double: (value: number) => value * 2,
  hang: (): never => {
    for (;;) {
      // nothing else ever runs in this thread
    }
  },
  hoardObjects: (): never => {
    const kept: unknown[] = [];
    for (;;) {
      kept.push({ like: `a YAML file ${kept.length}` });
    }
  },
  hoardText: (): number => {
    const kept: string[] = [];
    for (let text = 'x'.repeat(1000); ; text += `${text}y`) {
      kept.push(text, JSON.stringify(text));
    }
  },
  hoardList: (): number => {
    const kept: number[][] = [];
    for (;;) {
      kept.push(new Array<number>(10_000_000).fill(kept.length));
    }
  },
  throwLine: (line: string): never => {
    throw new Error(line);
  },
  throwLater: async (): Promise<never> => {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
    return new Promise<never>(() => undefined);
  },
  exit: (code: number): never => process.exit(code),
  largeAnswer: (size: number) => 'x'.repeat(size),
  environment: () => Object.keys(process.env).length,
  /** Counts bytes; takes a number of milliseconds for a chunk. */
  count: async ({ slow }: { readonly slow?: boolean }, caller: Caller<string, number>) => {
    let bytes = 0;
    for await (const piece of caller.open('layer')) {
      bytes += piece.length;
      caller.report(bytes);
      if (slow === true) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return bytes;
  },
  firstPiece: async (_: undefined, caller: Caller<string, never>) => {
    for await (const piece of caller.open('layer')) {
      return piece.length;
    }
    return 0;
  },
  hangAtPiece: async (_: undefined, caller: Caller<string, never>) => {
    for await (const piece of caller.open('layer')) {
      for (let at = 0; at >= 0; at = (at + 1) % piece.length) {
        // hangs
      }
    }
  },
};
export type TestJobs = typeof jobs;

serveJobs(jobs);
