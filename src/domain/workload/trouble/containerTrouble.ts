import type { StartCause } from './startCause.ts';

/**
 * What is wrong with a container. `noPlatform`: the index has no image for its node; `foreignProgram`: the kernel refused its start program
 * (see `cause`); `script`: it starts a script that the kernel does not accept; `cpuLevel` to `nativeModule`: as the diagnoses with these
 * names; `crashes`, `notPulled`: for another reason; `unschedulable`: the pod cannot be scheduled on any node; `noCommonPlatform`: because
 * its images have no platform in common; `gated`: its scheduling is held back; `rejected`: by the kubelet of its node; `other`: it does not
 * start.
 */
export type TroubleKind =
  | 'noPlatform'
  | 'foreignProgram'
  | 'script'
  | 'cpuLevel'
  | 'emulatorCrashed'
  | 'pageSize'
  | 'libcMismatch'
  | 'nativeModule'
  | 'crashes'
  | 'notPulled'
  | 'unschedulable'
  | 'noCommonPlatform'
  | 'gated'
  | 'rejected'
  | 'other';

export interface ContainerTrouble {
  readonly kind: TroubleKind;
  /** Kubernetes's reason, such as `CrashLoopBackOff`. */
  readonly reason: string;
  /** The message of kubelet, container runtime or scheduler; empty if there is none. */
  readonly message: string;
  readonly container?: string;
  readonly role?: 'init' | 'sidecar';
  /** The name of the image volume whose image is the cause. */
  readonly volume?: string;
  readonly exitCode?: number;
  /** The container runtime could not start its program; the path, if the message has it. Otherwise, a running program could not start one. */
  readonly start?: { readonly path?: string };
  /** A script without a first line would have the same error as a program for another processor. */
  readonly maybeScript?: true;
  /** Why the program was refused; absent until facts about node and image were gathered. */
  readonly cause?: StartCause;
  /** For the scheduler: the architectures that the pod requires, and the one whose taint it does not tolerate. */
  readonly architectures?: readonly string[];
  readonly taintedArchitecture?: string;
  /** The scheduling gates that hold it. */
  readonly gates?: readonly string[];
  /** The Multiarch Tuning Operator could not read an image. */
  readonly inspectionFailed?: true;
  /** The Multiarch Tuning Operator saw that the kernel refused a program of the pod, which need not be the reason. */
  readonly refusedProgram?: true;
  /** It was tried more than once. */
  readonly again: boolean;
}

/** Whether an image for another processor is the cause. */
export function isPlatformTrouble(kind: TroubleKind): boolean {
  return kind === 'noPlatform' || kind === 'foreignProgram' || kind === 'noCommonPlatform';
}

/** Whether the log of the container may tell more: nothing else has the reason for its end. */
export function wantsLog({ kind, container, message }: ContainerTrouble): boolean {
  return kind === 'crashes' && container !== undefined && message === '';
}
