import { mapping, text, type Mapping } from '../untrusted/values.ts';

/**
 * The progress of a rollout: how many of the desired pods are new, and how many of those are ready. `unseen`: its controller has not read
 * the change yet, so all counts are about pods from before. `stuck`: the cluster itself has given up (`reason`, such as
 * `ProgressDeadlineExceeded`). `done` says nothing about pods that end after they were ready.
 */
export type RolloutState =
  | { readonly state: 'unseen' }
  | { readonly state: 'going'; readonly wanted: number; readonly renewed: number; readonly ready: number }
  | { readonly state: 'done'; readonly wanted: number }
  | { readonly state: 'stuck'; readonly reason: string; readonly message: string };

/**
 * Computes it from a Deployment, StatefulSet or DaemonSet like `kubectl rollout status` (k8s.io/kubectl
 * pkg/polymorphichelpers/rollout_status.go).
 */
export function rolloutState(kind: string, object: unknown): RolloutState {
  const { metadata, spec: specification, status: said } = mapping(object);
  const [spec, status] = [mapping(specification), mapping(said)];
  if (count(mapping(metadata).generation) > count(status.observedGeneration)) {
    return { state: 'unseen' };
  }
  switch (kind) {
    case 'DaemonSet': {
      const wanted = count(status.desiredNumberScheduled);
      const renewed = count(status.updatedNumberScheduled);
      const ready = Math.min(renewed, count(status.numberAvailable));
      return renewed >= wanted && ready >= wanted
        ? { state: 'done', wanted }
        : { state: 'going', wanted, renewed, ready };
    }
    case 'StatefulSet': {
      const wanted = count(spec.replicas, 1);
      const partition = count(mapping(mapping(spec.updateStrategy).rollingUpdate).partition);
      const due = Math.max(0, wanted - partition);
      const renewed = count(status.updatedReplicas);
      const ready = Math.min(renewed, count(status.readyReplicas));
      const isWhole = partition > 0 || status.currentRevision === status.updateRevision;
      return count(status.readyReplicas) >= wanted && renewed >= due && isWhole
        ? { state: 'done', wanted: due }
        : { state: 'going', wanted: due, renewed, ready };
    }
    default:
      return deploymentState(spec, status);
  }
}

function deploymentState(spec: Mapping, status: Mapping): RolloutState {
  const wanted = count(spec.replicas, 1);
  const renewed = count(status.updatedReplicas);
  const ready = Math.min(renewed, count(status.availableReplicas));
  const conditions: readonly unknown[] = Array.isArray(status.conditions) ? status.conditions : [];
  const progressing = conditions.map(mapping).find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return { state: 'stuck', reason: 'ProgressDeadlineExceeded', message: text(progressing.message) ?? '' };
  }
  const isWhole = renewed >= wanted && count(status.replicas) <= renewed && count(status.availableReplicas) >= renewed;
  return isWhole ? { state: 'done', wanted } : { state: 'going', wanted, renewed, ready };
}

function count(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
