import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CrashWords } from '../../src/domain/workload/trouble.ts';
import type { Pod } from '../../src/domain/workload/workload.ts';
import { readPod } from '../../src/tools/kubectl/pods.ts';

/** What a real node made of a pod. */
export interface RecordedPod {
  readonly name: string;
  readonly what: string;
  /** As the API server had it, from first to last. */
  readonly states: readonly Pod[];
  readonly logs: CrashWords;
}

interface Recording {
  readonly what: string;
  readonly pods: readonly Readonly<Record<string, unknown>>[];
  readonly logs?: Readonly<Record<string, string>>;
}

/** @param file below `test/fixtures/kubernetes`, without `.json` */
export function recordedPods(file: string): readonly RecordedPod[] {
  const url = new URL(`../fixtures/kubernetes/${file}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(url, 'utf8')) as Readonly<Record<string, Recording>>;
  return Object.entries(all).map(([name, { what, pods, logs = {} }]) => {
    const states = pods.flatMap(readPod);
    assert.equal(states.length, pods.length, name);
    return { name, what, states, logs: new Map(Object.entries(logs)) };
  });
}
