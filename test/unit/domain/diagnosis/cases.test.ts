import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import { diagnoseCluster } from '../../../../src/domain/diagnosis/diagnoseCluster.ts';
import type { Evidence } from '../../../../src/domain/diagnosis/evidence.ts';
import { troubleOfPod } from '../../../../src/domain/workload/trouble.ts';

/** A reduced failure from a bug report, and its established cause. */
interface Case {
  readonly name: string;
  readonly cause: string;
  readonly text?: string;
  readonly evidence?: Partial<Evidence>;
  readonly cluster?: string;
  readonly pod?: {
    readonly waiting: { readonly reason: string; readonly message: string };
    readonly terminated?: { readonly reason: string; readonly exitCode: number };
    readonly words?: string;
  };
  readonly code: string;
}

const file = new URL('../../../fixtures/diagnosis/cases.json', import.meta.url);

describe('reported failures', () => {
  for (const each of JSON.parse(readFileSync(file, 'utf8')) as Case[]) {
    it(`${each.name} is ${each.code}: ${each.cause}`, () => {
      assert.equal(codeOf(each), each.code);
    });
  }
});

function codeOf({ text = '', evidence, pod, cluster }: Case): string | undefined {
  if (pod) {
    const { waiting, terminated, words } = pod;
    const container = { name: 'app', image: 'x', imageId: '', ready: false, restarts: 0, ended: false, waiting };
    const end = terminated && { terminated: { message: '', ...terminated } };
    const containers = [{ ...container, ...end }];
    return troubleOfPod(
      { name: 'web-1', namespace: 'shop', containers, leaving: false },
      new Map([['app', words ?? '']]),
    )?.kind;
  }
  return cluster === undefined
    ? diagnose({ text, exitCode: 1, ...evidence }).code
    : diagnoseCluster({ context: 'prod', words: cluster }).problem.code;
}
