import { readClues } from '../diagnosis/clues.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Finding } from '../diagnosis/rules/rule.ts';
import { programFault } from '../diagnosis/rules/step.ts';
import { refusedStart } from '../diagnosis/rules/foreignProgram.ts';
import { isPlatformTrouble, type ContainerTrouble, type TroubleKind } from './trouble/containerTrouble.ts';
import { placementTrouble } from './trouble/placementTrouble.ts';
import type { Pod, PodContainer } from './workload.ts';

export { isPlatformTrouble, wantsLog, type ContainerTrouble, type TroubleKind } from './trouble/containerTrouble.ts';
export { tuningGate } from './trouble/placementTrouble.ts';
export { imagesOfRun, startedOn } from './trouble/runImage.ts';
export { kubernetesName } from './trouble/scheduling.ts';
export { causeOf, type StartCause, type StartFacts } from './trouble/startCause.ts';

/** The last output of ended containers, by their names, as far as it was read. */
export type CrashWords = ReadonlyMap<string, string>;

/** Reasons of pods that are still starting. */
const starting = ['ContainerCreating', 'PodInitializing'];
/** kubernetes/kubernetes pkg/kubelet/images/types.go. */
const pulling = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
];
/** kubelet 1.36 starts a container right after its back-off, and shows `CrashLoopBackOff` for less than a second. */
const backOff = 'CrashLoopBackOff';

/** What is wrong with a pod, the most conclusive first; undefined while it starts or runs. */
export function troubleOfPod(pod: Pod, words: CrashWords = new Map()): ContainerTrouble | undefined {
  if (pod.leaving) {
    return undefined;
  }
  const placement = placementTrouble(pod);
  if (placement !== undefined) {
    return placement;
  }
  const troubles = pod.containers.flatMap(
    (container) => troubleOf(pod, container, words.get(container.name) ?? '') ?? [],
  );
  const trouble = troubles.find(({ kind }) => isPlatformTrouble(kind)) ?? troubles[0];
  // a shell goes on after such a refusal, so it is no proof
  return trouble?.kind === 'crashes' && pod.refusedProgram ? { ...trouble, refusedProgram: true } : trouble;
}

function troubleOf(pod: Pod, container: PodContainer, words: string): ContainerTrouble | undefined {
  const { waiting, terminated, ended, restarts } = container;
  const failed = terminated !== undefined && terminated.exitCode !== 0 ? terminated : undefined;
  if (waiting === undefined || starting.includes(waiting.reason)) {
    return ended && failed ? crash(container, failed.reason, failed, words, restarts > 0) : undefined;
  }
  const { reason, message } = waiting;
  if (pulling.includes(reason)) {
    return notPulled(pod, container, waiting);
  }
  // a runtime that could not start it reports that in either place
  const said = reason === backOff ? '' : message;
  return crash(
    container,
    reason,
    failed ?? { reason, message: said, exitCode: 0 },
    `${said}\n${words}`,
    reason === backOff || restarts > 0,
  );
}

/** The kubelet reports an image volume that cannot be pulled at the containers that mount it (kuberuntime_manager.go, `getImageVolumes`). */
function notPulled(
  { containers }: Pod,
  { name, image, role }: PodContainer,
  { reason, message }: NonNullable<PodContainer['waiting']>,
): ContainerTrouble {
  const volume = message.includes(`"${image}"`)
    ? undefined
    : containers.find((each) => each.volume === true && message.includes(`"${each.image}"`));
  return {
    kind: diagnose({ text: message }).code === 'baseImageLacksPlatform' ? 'noPlatform' : 'notPulled',
    reason,
    message,
    container: name,
    ...(role !== undefined && { role }),
    ...(volume !== undefined && { volume: volume.name }),
    again: reason === 'ImagePullBackOff',
  };
}

function crash(
  { name, role }: PodContainer,
  reason: string,
  end: NonNullable<PodContainer['terminated']>,
  words: string,
  again: boolean,
): ContainerTrouble {
  const log = `${end.message}\n${words}`;
  const error = `process "" did not complete successfully: exit code: ${end.exitCode}`;
  const finding =
    log.trim() === '' ? undefined : programFault(readClues({ text: '', failedStep: { name: '', error, log } }));
  const other = reason === backOff || end.exitCode !== 0 ? 'crashes' : 'other';
  const kind = finding === undefined ? other : kindOf(finding);
  const said = log.split('\n').findLast((line) => line.trim() !== '') ?? '';
  const start = kind === 'foreignProgram' ? refusedStart(log) : undefined;
  return {
    kind,
    reason,
    message: said.trim(),
    container: name,
    ...(role !== undefined && { role }),
    ...(end.exitCode !== 0 && { exitCode: end.exitCode }),
    ...(start !== undefined && { start }),
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
