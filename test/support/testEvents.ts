import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Mocha's events during a run, one JSON line each in the file named by `MULTIARCH_TEST_EVENTS`. */
export type TestEvent =
  | { readonly type: 'suite'; readonly depth: number; readonly title: string }
  | { readonly type: 'pass'; readonly depth: number; readonly title: string; readonly ms: number }
  | {
      readonly type: 'fail';
      readonly depth: number;
      readonly title: string;
      readonly path: string;
      readonly error: string;
    }
  | {
      readonly type: 'skip';
      readonly depth: number;
      readonly title: string;
      readonly path: string;
      readonly reason: string;
    }
  /** The last one. A process that crashed has not written it. */
  | { readonly type: 'end' };

/** Reads the events of a run while it writes them; ends after `finished` has settled and everything is read. */
export async function* followEvents(file: string, finished: Promise<unknown>): AsyncGenerator<TestEvent> {
  const running = { now: true };
  const stop = () => {
    running.now = false;
  };
  void finished.then(stop, stop);
  for (let read = 0; ;) {
    const last = !running.now;
    const lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n').slice(0, -1) : [];
    for (; read < lines.length; read++) {
      yield JSON.parse(lines[read]!) as TestEvent;
    }
    if (last) {
      return;
    }
    await sleep(100);
  }
}

/** An event as readable text; undefined if it needs no line. */
export function describeEvent(event: TestEvent): string | undefined {
  if (event.type === 'end') {
    return undefined;
  }
  const indent = '  '.repeat(event.depth);
  switch (event.type) {
    case 'suite':
      return `${indent}${event.title}`;
    case 'pass':
      return `${indent}✔ ${event.title}${event.ms >= 1000 ? ` (${(event.ms / 1000).toFixed(1)} s)` : ''}`;
    case 'skip':
      return `${indent}- ${event.title}: skipped, ${event.reason}`;
    case 'fail':
      return `${indent}✘ ${event.title}\n${event.error.replaceAll(/^/gm, `${indent}    `)}`;
  }
}
