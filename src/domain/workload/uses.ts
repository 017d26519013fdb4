import { parseReference, repositoryOf, type ImageReference } from '../image/reference.ts';
import type { ClusterWorkloads, Pod, PodContainer, Workload, WorkloadContainer } from './workload.ts';
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
  /** It only mounts the image as a volume; its status does not tell which one that is. */
  readonly mounted?: true;
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
  const own = pod.containers.filter((container) => isOf(container, repository));
  const containers = own.filter(({ volume }) => volume !== true);
  if (containers.length === 0) {
    return { pod, verdict: 'unknown', mounted: true };
  }
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

/** A kind without an API group is one of Kubernetes's own. */
type Controller = Pick<Workload, 'kind' | 'name'>;

/** Deployments create pods through ReplicaSets, CronJobs through Jobs, Rollouts of Argo through ReplicaSets; all derive their names. */
function controllerOf(pod: Pod, known: ReadonlySet<string>): Controller {
  const { name, namespace, owner } = pod;
  // static pods belong to their node
  if (owner === undefined || owner.kind === 'Node') {
    return { kind: 'Pod', name };
  }
  if (owner.group !== undefined) {
    return { kind: builtin.includes(owner.kind) ? `${owner.kind}.${owner.group}` : owner.kind, name: owner.name };
  }
  switch (owner.kind) {
    case 'ReplicaSet':
      return (
        deriving('Deployment', owner.name, pod.templateHash) ??
        deriving('Rollout', owner.name, pod.rolloutHash) ?? { kind: owner.kind, name: owner.name }
      );
    case 'Job': {
      const cronJob = { kind: 'CronJob', name: owner.name.replace(/-\d{1,12}$/, '') };
      return known.has(keyOf({ ...cronJob, namespace })) ? cronJob : { kind: 'Job', name: owner.name };
    }
    default:
      return { kind: owner.kind, name: owner.name };
  }
}

const builtin = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod', 'Node'];

/** The object that named a ReplicaSet after itself and the hash of its template. */
function deriving(kind: string, replicaSet: string, hash: string | undefined): Controller | undefined {
  return hash !== undefined && replicaSet.endsWith(`-${hash}`)
    ? { kind, name: replicaSet.slice(0, -hash.length - 1) }
    : undefined;
}

/** Labels that controllers give to their pods, with their own name as the value: batch/v1 Job, Argo Workflows (workflow/common). */
const labels: Readonly<Record<string, string>> = { Job: 'job-name', Workflow: 'workflows.argoproj.io/workflow' };

/** A workload that is known only by its pod: a bare pod, a job, or one of another API group. */
function aloneFor({ namespace, containers }: Pod, { kind, name }: Controller): Workload {
  const label = Object.hasOwn(labels, kind) ? labels[kind] : undefined;
  return { kind, name, namespace, containers, ...(label !== undefined && { selector: `${label}=${name}` }) };
}

function keyOf({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${namespace} ${kind} ${name}`;
}
