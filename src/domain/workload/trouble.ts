import { readClues } from '../diagnosis/clues.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Finding } from '../diagnosis/rules/rule.ts';
import { programFault } from '../diagnosis/rules/step.ts';
import type { Pod, PodContainer } from './workload.ts';

/**
 * What is wrong with a container. `noPlatform`: the index has no image for its node; `foreignProgram`: what it starts is for
 * another processor; `script`: it starts a script that the kernel does not know; `cpuLevel` to `nativeModule`: as the
 * diagnoses of these names; `crashes`, `notPulled`: for some other reason; `unschedulable`: no node takes the pod; `other`: it
 * does not start.
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
  /** Kubernetes' own word for it, such as `CrashLoopBackOff`. */
  readonly reason: string;
  /** What kubelet, container runtime or scheduler say; empty where they say nothing. */
  readonly message: string;
  readonly container?: string;
  readonly exitCode?: number;
  /** A script without a first line would end in the same words as a program for another processor. */
  readonly maybeScript?: true;
  /** It was tried more than once. */
  readonly again: boolean;
}

/** What is on the way. */
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
 * What is wrong with a pod, the most telling first; nothing while it starts or runs.
 *
 * @param words what the container wrote at its end, where that was read
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

/** Whether an image for another processor is to blame. */
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
  // a runtime that could not start it says so in either place
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

/** Only where a program of the image started the script, the image itself is for the node's processor. */
function kindOf({ code, params }: Finding): TroubleKind {
  const certain = code === 'scriptNotExecutable' && params?.reason === 'firstLine';
  return certain ? 'script' : (sameName.find((kind) => kind === code) ?? 'foreignProgram');
}
