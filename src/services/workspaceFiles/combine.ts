import type { Toleration } from '../../domain/cluster/cluster.ts';
import type { ManifestFacts } from '../../domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../domain/sources/manifests/workspaceWorkloads.ts';
import type { WorkloadImage } from '../../domain/sources/manifests/workloads.ts';
import { inTurns } from '../concurrency/inTurns.ts';

/** Number of folders whose combined facts are kept. */
const mostKept = 8;

/** What the YAML files of a folder say together. */
export interface Combined {
  readonly images: readonly WorkloadImage[];
  /** Of all pods. */
  readonly tolerations: readonly Toleration[];
}

/** Combines the facts of files, once for all callers that have the same ones: with tens of thousands of images, it takes 60 milliseconds. */
export function createCombiner(): (facts: readonly ManifestFacts[]) => Promise<Combined> {
  let kept: readonly { readonly facts: readonly ManifestFacts[]; readonly whole: Promise<Combined> }[] = [];
  return (facts) => {
    const known = kept.find((one) => isSame(one.facts, facts));
    const one = known ?? { facts, whole: combined(facts) };
    kept = [one, ...kept.filter((each) => each !== one)].slice(0, mostKept);
    return one.whole;
  };
}

async function combined(facts: readonly ManifestFacts[]): Promise<Combined> {
  return {
    images: await inTurns(workspaceWorkloads(facts)),
    tolerations: facts.flatMap(({ tolerations }) => tolerations),
  };
}

/** Unchanged files have the same facts as before. */
function isSame(one: readonly ManifestFacts[], other: readonly ManifestFacts[]): boolean {
  return one.length === other.length && one.every((facts, at) => facts === other[at]);
}
