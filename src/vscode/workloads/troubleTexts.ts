import { joinText, longestPiece, safeText, type SafeText } from '../../domain/safeText.ts';
import { type ContainerTrouble, kubernetesName, type StartCause, tuningGate } from '../../domain/workload/trouble.ts';
import type { Pod } from '../../domain/workload/workload.ts';
import { l10n } from '../shared/l10n.ts';

/** What is wrong with a pod, in a few words. */
export function troubleShort({ kind, reason, exitCode, gates = [] }: ContainerTrouble): SafeText {
  switch (kind) {
    case 'noPlatform':
      return l10n.t('no image for its node’s platform');
    case 'foreignProgram':
      return l10n.t('exec format error');
    case 'script':
      return l10n.t('script without interpreter');
    case 'cpuLevel':
      return l10n.t('needs a newer processor');
    case 'emulatorCrashed':
      return l10n.t('crashes under emulation');
    case 'pageSize':
      return l10n.t('incompatible page size');
    case 'libcMismatch':
      return l10n.t('incompatible C library');
    case 'nativeModule':
      return l10n.t('native code for another platform');
    case 'unschedulable':
      return l10n.t('cannot be scheduled');
    case 'noCommonPlatform':
      return l10n.t('images without a common platform');
    case 'gated':
      return gates.includes(tuningGate) ? l10n.t('platforms being checked') : l10n.t('scheduling held back');
    case 'rejected':
      return l10n.t('rejected by its node');
    case 'crashes':
      // the reason changes between tries: Error, CrashLoopBackOff
      return exitCode === undefined ? safeText(reason, longestPiece) : l10n.t('crashes, exit code {0}', exitCode);
    case 'notPulled':
    case 'other':
      return safeText(reason, longestPiece);
  }
}

/** The same in lines: Kubernetes's own words, and what they mean. */
export function troubleLines(trouble: ContainerTrouble): readonly SafeText[] {
  const { reason, message, exitCode, container, role } = trouble;
  const end = exitCode === undefined ? safeText(reason, longestPiece) : l10n.t('{0}, exit code {1}', reason, exitCode);
  const said = message === '' ? end : l10n.t('{0}: {1}', end, message);
  const own =
    role === undefined || container === undefined
      ? said
      : role === 'init'
        ? l10n.t('Init container {0}: {1}', container, said)
        : l10n.t('Sidecar {0}: {1}', container, said);
  const why = whyPart(trouble);
  return why === undefined ? [own] : [own, why];
}

/** Why a new pod does not start, as a sentence; messages of runtimes and programs are made safe and shortened. */
export function troubleSentence({ name }: Pick<Pod, 'name'>, trouble: ContainerTrouble): SafeText {
  const { kind, reason, message, maybeScript, volume } = trouble;
  const words = safeText(message, 300);
  switch (kind) {
    case 'noPlatform':
      return volume === undefined
        ? l10n.t('The new pod {0} does not start: the image lacks the platform of its node.', name)
        : l10n.t(
            'The new pod {0} does not start: the image of its volume {1} lacks the platform of its node.',
            name,
            volume,
          );
    case 'foreignProgram':
      return trouble.cause === undefined && !maybeScript
        ? l10n.t(
            'The new pod {0} fails with “exec format error”: the image is for another processor than that of its node.',
            name,
          )
        : joinText(
            [
              l10n.t('The new pod {0} fails with “exec format error”.', name),
              causePart(trouble.cause ?? { cause: 'either' }),
            ],
            ' ',
          );
    case 'script':
      return l10n.t(
        'The new pod {0} does not start: its entrypoint is a script whose first line names no interpreter.',
        name,
      );
    case 'cpuLevel':
      return l10n.t('The new pod {0} needs a newer processor than that of its node. {1}', name, words);
    case 'emulatorCrashed':
      return l10n.t('The new pod {0} is emulated on its node and crashes. {1}', name, words);
    case 'pageSize':
      return l10n.t('The new pod {0} does not support the memory page size of its node. {1}', name, words);
    case 'libcMismatch':
      return l10n.t(
        'The new pod {0} has a program that is not compatible with the C library of its image. {1}',
        name,
        words,
      );
    case 'nativeModule':
      return l10n.t('The new pod {0} has a package with native code for another platform. {1}', name, words);
    case 'notPulled':
      return l10n.t('The new pod {0} cannot pull its image. {1}', name, words);
    case 'crashes':
      return l10n.t('The new pod {0} crashes. {1}', name, words);
    case 'unschedulable':
      return l10n.t('The new pod {0} cannot be scheduled on any node. {1}', name, whyPart(trouble) ?? words);
    case 'noCommonPlatform':
      return l10n.t('The new pod {0} cannot be scheduled: its images have no platform in common.', name);
    case 'gated':
      return l10n.t('The new pod {0} is held back. {1}', name, whyPart(trouble) ?? '');
    case 'rejected':
      return l10n.t('The node of the new pod {0} rejected it: {1}. {2}', name, safeText(reason, 100), words);
    case 'other':
      return l10n.t('The new pod {0} does not start: {1}. {2}', name, safeText(reason, 100), words);
  }
}

/** What the tooltip says below Kubernetes's own words; undefined if those say it all. */
function whyPart(trouble: ContainerTrouble): SafeText | undefined {
  switch (trouble.kind) {
    case 'noPlatform':
      return trouble.volume === undefined ? undefined : l10n.t('This is the image of its volume {0}.', trouble.volume);
    case 'foreignProgram': {
      const cause = trouble.cause ?? (trouble.maybeScript ? { cause: 'either' as const } : undefined);
      return cause && causePart(cause);
    }
    case 'unschedulable':
    case 'rejected':
      return placementPart(trouble);
    case 'noCommonPlatform':
      return l10n.t('The Multiarch Tuning Operator found no platform that all images of the pod have.');
    case 'gated':
      return gatePart(trouble);
    case 'script':
    case 'cpuLevel':
    case 'emulatorCrashed':
    case 'pageSize':
    case 'libcMismatch':
    case 'nativeModule':
    case 'notPulled':
    case 'other':
      return undefined;
    case 'crashes':
      return trouble.refusedProgram
        ? l10n.t('The Multiarch Tuning Operator reported an “exec format error” in this pod.')
        : undefined;
  }
}

/** The kernel's message is the same for a program and for a script; facts about the node and the image tell them apart. */
function causePart(cause: StartCause): SafeText {
  switch (cause.cause) {
    case 'foreign':
      return l10n.t('The image is for {0}, but its node is {1}.', cause.image.join(', '), cause.node);
    case 'mislabelled':
      return cause.architecture === undefined
        ? l10n.t('The image is labelled {0}, but its entrypoint is a program for another platform.', cause.platform)
        : l10n.t(
            'The image is labelled {0}, but its entrypoint is a program for {1}.',
            cause.platform,
            cause.architecture,
          );
    case 'script':
      return l10n.t('{0} is a script whose first line names no interpreter.', cause.program);
    case 'labelled':
      return l10n.t(
        'The image is labelled {0} like its node, so its entrypoint is a program for another processor, or a script whose first line names no interpreter. Check Program Architectures tells which.',
        cause.node,
      );
    case 'either':
      return l10n.t(
        'The image is for another processor than that of its node, or its entrypoint is a script whose first line names no interpreter. Check Program Architectures tells which.',
      );
  }
}

/** Why no node takes it, as far as that is about architectures. */
function placementPart({ architectures, taintedArchitecture }: ContainerTrouble): SafeText | undefined {
  if (architectures !== undefined) {
    const named = architectures.join(', ');
    const right = architectures.length === 1 ? kubernetesName(architectures[0] ?? '') : undefined;
    return right === undefined
      ? l10n.t('It requires nodes with kubernetes.io/arch {0}.', named)
      : l10n.t('It requires nodes with kubernetes.io/arch {0}, which Kubernetes calls {1}.', named, right);
  }
  return taintedArchitecture === undefined
    ? undefined
    : l10n.t('It does not tolerate the taint kubernetes.io/arch={0}.', taintedArchitecture);
}

function gatePart({ gates = [], inspectionFailed }: ContainerTrouble): SafeText {
  if (!gates.includes(tuningGate)) {
    return l10n.t('It is scheduled when its scheduling gates are removed: {0}.', gates.join(', '));
  }
  return inspectionFailed
    ? l10n.t('The Multiarch Tuning Operator cannot read the platforms of its images from the registry.')
    : l10n.t('It is scheduled once the Multiarch Tuning Operator has read the platforms of its images.');
}
