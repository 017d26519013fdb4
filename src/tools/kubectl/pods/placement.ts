import { list, mapping, text, type Mapping } from '../../../domain/untrusted/values.ts';
import { readPlacement, type Placement } from '../../../domain/workload/placement.ts';
import { isObjectName, type Pod } from '../../../domain/workload/workload.ts';

/** Where a pod is, why it is on no node, or why its node rejected it. */
type PodPlacement = Pick<
  Pod,
  'node' | 'unschedulable' | 'architectures' | 'gates' | 'tuning' | 'inspectionError' | 'refusedProgram' | 'rejected'
>;

/**
 * Reasons of pods that the kubelet of their node rejects for its labels, system or taints (kubernetes/kubernetes
 * pkg/kubelet/lifecycle/predicate.go; `NodeAffinity` and `TaintToleration` are names of the scheduler's plugins).
 */
const rejections = ['NodeAffinity', 'TaintToleration', 'PodOSSelectorNodeLabelDoesNotMatch', 'PodOSNotSupported'];

/** The scheduler sets the condition `PodScheduled` (core/v1 `PodReasonUnschedulable`). */
export function readPodPlacement(spec: Mapping, metadata: Mapping, status: Mapping): PodPlacement {
  const labels = mapping(metadata.labels);
  const inspectionError = cut(text(mapping(metadata.annotations)[inspectError]));
  const scheduled = list(status.conditions)
    .map(mapping)
    .find(({ type }) => type === 'PodScheduled');
  const isUnschedulable = scheduled?.status === 'False' && scheduled.reason === 'Unschedulable';
  const placement = readPlacement(spec);
  const { nodeName, gates } = placement;
  const architectures = requiredArchitectures(placement);
  const tuning = readTuning(labels);
  const reason = text(status.reason);
  return {
    ...(nodeName !== undefined && isObjectName(nodeName) && { node: nodeName }),
    ...(isUnschedulable && { unschedulable: cut(text(scheduled.message)) ?? '' }),
    ...(architectures.length > 0 && { architectures }),
    ...(gates.length > 0 && { gates: gates.slice(0, mostGates).map((gate) => gate.slice(0, longest)) }),
    ...(tuning !== undefined && { tuning }),
    ...(inspectionError !== undefined && { inspectionError }),
    // set by its monitor of failed program starts, which only some clusters have
    ...(labels['multiarch.openshift.io/exec-format-error'] === 'true' && { refusedProgram: true }),
    ...(status.phase === 'Failed' &&
      reason !== undefined &&
      rejections.includes(reason) && { rejected: { reason, message: cut(text(status.message)) ?? '' } }),
  };
}

/**
 * A label, and an annotation with the error that the operator's event `ArchAwareInspectionError` has, too
 * (openshift/multiarch-tuning-operator internal/controller/podplacement/pod_model.go, `handleError`). Events are gone after an hour.
 */
const inspectError = 'multiarch.openshift.io/image-inspect-error';

/** Labels of openshift/multiarch-tuning-operator (pkg/utils/const.go); their values are empty. */
function readTuning(labels: Mapping): PodPlacement['tuning'] {
  return labels['multiarch.openshift.io/no-supported-arch'] !== undefined
    ? 'noSupportedArchitecture'
    : labels[inspectError] !== undefined
      ? 'inspectionFailed'
      : undefined;
}

const keys = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** The architectures in its node selector; otherwise those in its required node affinity, if each term names some. */
function requiredArchitectures({ nodeSelector, required = [] }: Placement): readonly string[] {
  const selected = Object.entries(nodeSelector).flatMap(([key, value]) => (keys.includes(key) ? value : []));
  const terms = required.map(({ labels }) =>
    labels.filter(({ key, operator }) => keys.includes(key) && operator === 'In').flatMap(({ values }) => values),
  );
  const named = selected.length > 0 ? selected : terms.every((values) => values.length > 0) ? terms.flat() : [];
  return [...new Set(named)].slice(0, mostArchitectures).map((each) => each.slice(0, longestArchitecture));
}

/** Valid label values have at most 63 characters. */
const longestArchitecture = 63;
const mostArchitectures = 20;
const mostGates = 10;
/** Messages of kubelets and runtimes can have any length, and there can be thousands of pods. */
const longest = 2000;

export function cut(words: string | undefined): string | undefined {
  return words?.slice(0, longest);
}
