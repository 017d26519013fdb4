import { list, mapping, text, type Mapping } from '../../domain/untrusted/values.ts';
import { isObjectName, type Pod, type PodContainer } from '../../domain/workload/workload.ts';
import { readList, type ListCall } from './listReader.ts';
import { rawGet, type KubeTarget } from './raw.ts';
import { inNamespace, readContainers, readIdentity } from './workloads.ts';

/** The annotation that kubectl adds to the template of a restarted workload, and thereby to its pods. */
export const restartedAt = 'kubectl.kubernetes.io/restartedAt';

export function podsPath(namespace: string | undefined): string {
  return `/api/v1${inNamespace(namespace)}/pods`;
}

/** All pods in one request that the API server answers from memory; keeps only the needed parts. */
export function listPods(
  kubectl: string,
  target: KubeTarget,
  namespace: string | undefined,
  seconds: number,
): ListCall<Pod> {
  return {
    ...rawGet(kubectl, target, `${podsPath(namespace)}?resourceVersion=0`, seconds),
    reader: () => readList('PodList', readPod),
  };
}

/** A pod; undefined without a valid name. */
export function readPod(object: Mapping): readonly Pod[] {
  const identity = readIdentity(object);
  if (identity === undefined) {
    return [];
  }
  const metadata = mapping(object.metadata);
  const status = mapping(object.status);
  const templateHash = text(mapping(metadata.labels)['pod-template-hash']);
  const restarted = text(mapping(metadata.annotations)[restartedAt]);
  const owner = list(metadata.ownerReferences)
    .map(mapping)
    .find(({ controller }) => controller === true);
  const [kind, name] = [text(owner?.kind), text(owner?.name)];
  const unschedulable = unschedulableWords(status);
  return [
    {
      ...identity,
      ...(kind !== undefined && name !== undefined && isObjectName(name) && { owner: { kind, name } }),
      ...(templateHash !== undefined && { templateHash }),
      ...(restarted !== undefined && { restartedAt: restarted }),
      containers: readStatuses(mapping(object.spec), status),
      ...(unschedulable !== undefined && { unschedulable }),
      leaving: metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded',
    },
  ];
}

function unschedulableWords(status: Mapping): string | undefined {
  const condition = list(status.conditions)
    .map(mapping)
    .find(({ type }) => type === 'PodScheduled');
  return condition?.status === 'False' && condition.reason === 'Unschedulable'
    ? (cut(text(condition.message)) ?? '')
    : undefined;
}

function readStatuses(spec: Mapping, status: Mapping): readonly PodContainer[] {
  const init = list(status.initContainerStatuses).map(mapping);
  const statuses = [...init, ...list(status.containerStatuses).map(mapping)];
  const initNames = new Set(list(spec.initContainers).map((container) => mapping(container).name));
  return readContainers(spec).map((container) => {
    const own = mapping(statuses.find(({ name }) => name === container.name));
    const state = mapping(own.state);
    const waiting = mapping(state.waiting);
    const ended = mapping(state.terminated);
    const last = mapping(mapping(own.lastState).terminated);
    const terminated = Object.keys(ended).length > 0 ? ended : last;
    const reason = text(waiting.reason);
    return {
      ...container,
      imageId: cut(text(own.imageID)) ?? '',
      init: initNames.has(container.name),
      ready: own.ready === true,
      ...(reason !== undefined && { waiting: { reason, message: cut(text(waiting.message)) ?? '' } }),
      ...(typeof terminated.exitCode === 'number' && {
        terminated: {
          reason: text(terminated.reason) ?? '',
          message: cut(text(terminated.message)) ?? '',
          exitCode: terminated.exitCode,
        },
      }),
      ended: ended === terminated,
    };
  });
}

/** Messages of kubelets and runtimes can have any length, and there can be thousands of pods. */
const longest = 2000;

function cut(words: string | undefined): string | undefined {
  return words?.slice(0, longest);
}
