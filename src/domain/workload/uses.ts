import { parseReference, repositoryOf, type ImageReference } from '../image/reference.ts';
import type { ClusterWorkloads, Pod, PodContainer, Workload, WorkloadContainer, WorkloadKind } from './workload.ts';
import { digestInId } from './imageId.ts';

/** The current state of an image in its registry. */
export interface Pushed {
  /** Of the index or single manifest that the name points to. */
  readonly digest: string;
  /** Of the manifest for each platform. */
  readonly manifests: readonly string[];
  /** Of their configurations; undefined if those were not read. */
  readonly configs?: readonly string[];
}

/** The image of a pod: `current` is the pushed one, `other` is an earlier or later one. */
type Verdict = 'current' | 'other' | 'unknown';

export interface PodUse {
  readonly pod: Pod;
  readonly verdict: Verdict;
  /** The image that it runs, as far as it reports it. */
  readonly digest?: string;
}

/** A workload that uses an image's repository. */
export interface WorkloadUse {
  readonly workload: Workload;
  /** The references that it uses, each once, possibly with another tag or digest. */
  readonly references: readonly ImageReference[];
  /** All of them are pinned to a digest, so a restart changes nothing. */
  readonly pinned: boolean;
  /** Nodes with the tag do not request it from the registry again. */
  readonly keepsTag: boolean;
  /** The pods that are not being deleted. */
  readonly pods: readonly PodUse[];
}

/** The workloads of a cluster that use a repository, with the images that their pods run. */
export function usesOf(
  { workloads, pods }: Pick<ClusterWorkloads, 'workloads' | 'pods'>,
  repository: string,
  pushed: Pushed | undefined,
): readonly WorkloadUse[] {
  const own = new Map(
    workloads
      .filter(({ containers }) => containers.some((container) => isOf(container, repository)))
      .map((workload) => [keyOf(workload), { workload, pods: [] as PodUse[] }] as const),
  );
  const known = new Set(workloads.map(keyOf));
  for (const pod of pods) {
    if (pod.containers.some((container) => isOf(container, repository))) {
      const controller = controllerOf(pod, known);
      const key = keyOf({ ...controller, namespace: pod.namespace });
      const entry = own.get(key) ?? (known.has(key) ? undefined : { workload: aloneFor(pod, controller), pods: [] });
      if (entry && !pod.leaving) {
        entry.pods.push(useOf(pod, repository, pushed));
        own.set(key, entry);
      }
    }
  }
  return [...own.values()].map(({ workload, pods: used }) => describe(workload, used, repository));
}

/** Compares the image of a container with the pushed one. */
export function verdictOf(imageId: string, pushed: Pushed | undefined): Verdict {
  const found = digestInId(imageId);
  if (found === undefined || pushed === undefined) {
    return 'unknown';
  }
  const { digest, manifests, configs } = pushed;
  if ([digest, ...manifests, ...(configs ?? [])].includes(found.digest)) {
    return 'current';
  }
  return found.of === 'repository' || configs !== undefined ? 'other' : 'unknown';
}

/** A pod with another tag from a previous template still belongs to its workload. */
function useOf(pod: Pod, repository: string, pushed: Pushed | undefined): PodUse {
  const containers = pod.containers.filter((container) => isOf(container, repository));
  const verdicts = containers.map(({ imageId }) => verdictOf(imageId, pushed));
  const verdict = verdicts.includes('other') ? 'other' : verdicts.includes('unknown') ? 'unknown' : 'current';
  const telling = containers[verdicts.indexOf(verdict)];
  const digest = telling && digestInId(telling.imageId)?.digest;
  return { pod, verdict, ...(digest !== undefined && { digest }) };
}

function describe(workload: Workload, pods: readonly PodUse[], repository: string): WorkloadUse {
  const containers = workload.containers.filter((container) => isOf(container, repository));
  const references = new Map(
    containers.flatMap(({ image }) => {
      const parsed = parseReference(image);
      return parsed.ok ? [[image, parsed.value] as const] : [];
    }),
  );
  const named = [...references.values()];
  return {
    workload,
    references: named,
    pinned: named.length > 0 && named.every(({ digest }) => digest !== undefined),
    keepsTag: containers.some(({ pullPolicy }) => pullPolicy !== undefined && pullPolicy !== 'Always'),
    pods,
  };
}

function isOf({ image }: Pick<WorkloadContainer | PodContainer, 'image'>, repository: string): boolean {
  const parsed = parseReference(image);
  return parsed.ok && repositoryOf(parsed.value) === repository;
}

/** Deployments create pods through ReplicaSets, CronJobs through Jobs; both derive their names from their owner. */
function controllerOf(
  { name, namespace, owner, templateHash }: Pod,
  known: ReadonlySet<string>,
): { readonly kind: WorkloadKind; readonly name: string } {
  switch (owner?.kind) {
    case 'ReplicaSet':
      return templateHash !== undefined && owner.name.endsWith(`-${templateHash}`)
        ? { kind: 'Deployment', name: owner.name.slice(0, -templateHash.length - 1) }
        : { kind: 'Pod', name };
    case 'Job': {
      const cronJob = { kind: 'CronJob' as const, name: owner.name.replace(/-\d{1,12}$/, '') };
      return known.has(keyOf({ ...cronJob, namespace })) ? cronJob : { kind: 'Job', name: owner.name };
    }
    case 'StatefulSet':
    case 'DaemonSet':
      return { kind: owner.kind, name: owner.name };
    case undefined:
    default:
      return { kind: 'Pod', name };
  }
}

/** A workload that is known only by its pod: a bare pod, or a job. */
function aloneFor(
  { namespace, containers }: Pod,
  controller: { readonly kind: WorkloadKind; readonly name: string },
): Workload {
  const { kind, name } = controller;
  return { kind, name, namespace, containers, ...(kind === 'Job' && { selector: `job-name=${name}` }) };
}

function keyOf({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${namespace} ${kind} ${name}`;
}
