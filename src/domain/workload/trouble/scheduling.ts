import { parsePlatform } from '../../platform.ts';

/** What the scheduler's message says about architectures. */
export interface SchedulingWords {
  /** Some nodes do not match the pod's node selector or required node affinity. */
  readonly affinity: boolean;
  /** The value of a taint `kubernetes.io/arch` that the pod does not tolerate, if the message names it. */
  readonly taintedArchitecture?: string;
}

/**
 * Messages of kube-scheduler (kubernetes/kubernetes pkg/scheduler/framework/plugins/nodeaffinity and tainttoleration, `ErrReason…`; before
 * 1.18 pkg/scheduler/algorithm/predicates/error.go). 1.36 no longer names the taint. A node counts under the first reason only.
 */
const unmatched = /node\(s\) didn't match (?:Pod's node (?:affinity|selector)|node (?:selector|affinity))/;
const tainted =
  /node\(s\) had (?:untolerated )?taints? \{(?:beta\.)?kubernetes\.io\/arch: (?<architecture>[\w.-]{1,63})\}/;

/** Reads what a message of the scheduler says; anything else than its known words says nothing. */
export function readScheduling(message: string): SchedulingWords {
  const taintedArchitecture = tainted.exec(message)?.groups?.architecture;
  return {
    affinity: unmatched.test(message),
    ...(taintedArchitecture !== undefined && { taintedArchitecture }),
  };
}

/** The value that Kubernetes has for an architecture with another common name: `arm64` for `aarch64`; undefined if it is not one. */
export function kubernetesName(architecture: string): string | undefined {
  const parsed = parsePlatform(`linux/${architecture}`);
  return parsed.ok && parsed.value.architecture !== architecture ? parsed.value.architecture : undefined;
}
