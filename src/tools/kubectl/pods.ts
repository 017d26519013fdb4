import { list, mapping, text, type Mapping } from '../../domain/untrusted/values.ts';
import type { Pod, PodContainer } from '../../domain/workload/workload.ts';
import { readList, type ListCall } from './lists/listReader.ts';
import { cut, readPodPlacement } from './pods/placement.ts';
import { rawGet, type KubeTarget } from './raw.ts';
import { inNamespace, readContainers, readIdentity, readOwner } from './workloads.ts';

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

/** A pod; empty without a valid name. */
export function readPod(object: Mapping): readonly Pod[] {
  const identity = readIdentity(object);
  if (identity === undefined) {
    return [];
  }
  const metadata = mapping(object.metadata);
  const labels = mapping(metadata.labels);
  const spec = mapping(object.spec);
  const status = mapping(object.status);
  const [templateHash, rolloutHash] = [text(labels['pod-template-hash']), text(labels['rollouts-pod-template-hash'])];
  const restarted = text(mapping(metadata.annotations)[restartedAt]);
  const owner = readOwner(object);
  return [
    {
      ...identity,
      ...(owner !== undefined && { owner }),
      ...(templateHash !== undefined && { templateHash }),
      ...(rolloutHash !== undefined && { rolloutHash }),
      ...(restarted !== undefined && { restartedAt: restarted }),
      containers: readStatuses(spec, status),
      ...readPodPlacement(spec, metadata, status),
      leaving: metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded',
    },
  ];
}

function readStatuses(spec: Mapping, status: Mapping): readonly PodContainer[] {
  const init = list(status.initContainerStatuses).map(mapping);
  // a search for each container would be slow in a pod with very many; of equal names, the first counts
  const statuses = new Map(
    [...init, ...list(status.containerStatuses).map(mapping)].toReversed().map((each) => [each.name, each]),
  );
  const roles = new Map(
    list(spec.initContainers)
      .map(mapping)
      .map(({ name, restartPolicy }) => [name, restartPolicy === 'Always' ? 'sidecar' : 'init'] as const),
  );
  return readContainers(spec).map((container) => {
    const own = container.volume ? {} : mapping(statuses.get(container.name));
    const state = mapping(own.state);
    const waiting = mapping(state.waiting);
    const runningSince = text(mapping(state.running).startedAt);
    const ended = mapping(state.terminated);
    const last = mapping(mapping(own.lastState).terminated);
    const terminated = Object.keys(ended).length > 0 ? ended : last;
    const reason = text(waiting.reason);
    const role = container.volume ? undefined : roles.get(container.name);
    const id = cut(text(terminated.containerID));
    return {
      ...container,
      imageId: cut(text(own.imageID)) ?? '',
      ...(role !== undefined && { role }),
      ready: own.ready === true,
      restarts: typeof own.restartCount === 'number' ? own.restartCount : 0,
      ...(runningSince !== undefined && { runningSince }),
      ...(reason !== undefined && { waiting: { reason, message: cut(text(waiting.message)) ?? '' } }),
      ...(typeof terminated.exitCode === 'number' && {
        terminated: {
          reason: text(terminated.reason) ?? '',
          message: cut(text(terminated.message)) ?? '',
          exitCode: terminated.exitCode,
          ...(id !== undefined && { id }),
        },
      }),
      ended: ended === terminated,
    };
  });
}
