import { readClues } from '../diagnosis/clues.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Finding } from '../diagnosis/rules/rule.ts';
import { programFault } from '../diagnosis/rules/step.ts';
import type { Pod, PodContainer } from './workload.ts';

/**
 * What is wrong with a container. `noPlatform`: the index has no image for its node; `foreignProgram`: its start program is for another
 * processor; `script`: it starts a script that the kernel does not accept; `cpuLevel` to `nativeModule`: as the diagnoses with these names;
 * `crashes`, `notPulled`: for another reason; `unschedulable`: the pod cannot be scheduled on any node; `other`: it does not start.
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
  | 'other';

export interface ContainerTrouble {
  readonly kind: TroubleKind;
  /** Kubernetes's reason, such as `CrashLoopBackOff`. */
  readonly reason: string;
  /** The message of kubelet, container runtime or scheduler; empty if there is none. */
  readonly message: string;
  readonly container?: string;
  readonly exitCode?: number;
  /** A script without a first line would have the same error as a program for another processor. */
  readonly maybeScript?: true;
  /** It was tried more than once. */
  readonly again: boolean;
}

/** Reasons of pods that are still starting. */
const starting = ['ContainerCreating', 'PodInitializing'];
const pulling = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
];

/**
 * What is wrong with a pod, the most conclusive first; empty while it starts or runs.
 *
 * @param words the last output of the container, if it was read
 */
export function troubleOfPod(pod: Pod, words = ''): ContainerTrouble | undefined {
  if (pod.leaving) {
    return undefined;
  }
  if (pod.unschedulable !== undefined) {
    return { kind: 'unschedulable', reason: 'Unschedulable', message: pod.unschedulable, again: false };
  }
  const troubles = pod.containers.flatMap((container) => troubleOf(container, words) ?? []);
  return troubles.find(({ kind }) => isPlatformTrouble(kind)) ?? troubles[0];
}

/** Whether an image for another processor is the cause. */
export function isPlatformTrouble(kind: TroubleKind): boolean {
  return kind === 'noPlatform' || kind === 'foreignProgram';
}

function troubleOf(container: PodContainer, words: string): ContainerTrouble | undefined {
  const { name, waiting, terminated, ended } = container;
  const failed = terminated !== undefined && terminated.exitCode !== 0 ? terminated : undefined;
  if (waiting === undefined || starting.includes(waiting.reason)) {
    return ended && failed ? crash(container, failed.reason, failed, words, false) : undefined;
  }
  const { reason, message } = waiting;
  if (pulling.includes(reason)) {
    const kind = diagnose({ text: message }).code === 'baseImageLacksPlatform' ? 'noPlatform' : 'notPulled';
    return { kind, reason, message, container: name, again: reason === 'ImagePullBackOff' };
  }
  // a runtime that could not start it reports that in either place
  return crash(
    container,
    reason,
    failed ?? { reason, message, exitCode: 0 },
    `${message}\n${words}`,
    reason === 'CrashLoopBackOff',
  );
}

function crash(
  { name }: PodContainer,
  reason: string,
  end: NonNullable<PodContainer['terminated']>,
  words: string,
  again: boolean,
): ContainerTrouble {
  const log = `${end.message}\n${words}`;
  const error = `process "" did not complete successfully: exit code: ${end.exitCode}`;
  const finding =
    log.trim() === '' ? undefined : programFault(readClues({ text: '', failedStep: { name: '', error, log } }));
  const other = reason === 'CrashLoopBackOff' || end.exitCode !== 0 ? 'crashes' : 'other';
  const kind = finding === undefined ? other : kindOf(finding);
  const said = log.split('\n').findLast((line) => line.trim() !== '') ?? '';
  return {
    kind,
    reason,
    message: said.trim(),
    container: name,
    ...(end.exitCode !== 0 && { exitCode: end.exitCode }),
    ...(kind === 'foreignProgram' && finding?.code === 'scriptNotExecutable' && { maybeScript: true }),
    again,
  };
}

const sameName: readonly TroubleKind[] = ['cpuLevel', 'emulatorCrashed', 'pageSize', 'libcMismatch', 'nativeModule'];

/** If a program of the image started the script, the image itself is for the node's processor. */
function kindOf({ code, params }: Finding): TroubleKind {
  const certain = code === 'scriptNotExecutable' && params?.reason === 'firstLine';
  return certain ? 'script' : (sameName.find((kind) => kind === code) ?? 'foreignProgram');
}
