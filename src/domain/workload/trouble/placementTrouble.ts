import { readScheduling } from './scheduling.ts';
import type { ContainerTrouble } from './containerTrouble.ts';
import type { Pod } from '../workload.ts';

/** The gate of openshift/multiarch-tuning-operator (pkg/utils/const.go), which finds out the architectures of a pod's images. */
export const tuningGate = 'multiarch.openshift.io/scheduling-gate';

/** Why a pod is on no node, or was rejected by its node; undefined if it is on one, or about to be. */
export function placementTrouble(pod: Pod): ContainerTrouble | undefined {
  const { rejected, unschedulable, gates, architectures, tuning, inspectionError = '' } = pod;
  if (rejected !== undefined) {
    return { kind: 'rejected', ...rejected, ...required(architectures), again: false };
  }
  if (unschedulable !== undefined) {
    const { affinity, taintedArchitecture } = readScheduling(unschedulable);
    return {
      // the operator requires a label that no node has
      kind: tuning === 'noSupportedArchitecture' && affinity ? 'noCommonPlatform' : 'unschedulable',
      reason: 'Unschedulable',
      message: unschedulable,
      ...(affinity && required(architectures)),
      ...(taintedArchitecture !== undefined && { taintedArchitecture }),
      again: false,
    };
  }
  // a pod on a node has no gates (core/v1 `PodSpec.SchedulingGates`)
  if (gates !== undefined && pod.node === undefined) {
    const inspectionFailed = tuning === 'inspectionFailed' && gates.includes(tuningGate);
    return {
      kind: 'gated',
      reason: 'SchedulingGated',
      message: inspectionFailed ? inspectionError : '',
      gates,
      ...(inspectionFailed && { inspectionFailed }),
      again: false,
    };
  }
  return undefined;
}

function required(architectures: readonly string[] | undefined): Pick<ContainerTrouble, 'architectures'> {
  return architectures === undefined ? {} : { architectures };
}
