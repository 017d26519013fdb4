import { mapping, text } from '../../domain/untrusted/values.ts';
import type { Workload } from '../../domain/workload/workload.ts';
import type { Command } from '../process/command.ts';
import { restartedAt } from './pods.ts';

/** An object of a cluster. Name and namespace are valid names (`isObjectName`), so they cannot be options. */
export interface ObjectName extends Pick<Workload, 'kind' | 'name' | 'namespace'> {
  readonly context: string;
}

const where = ({ namespace, context }: Omit<ObjectName, 'kind' | 'name'>) => [
  `--namespace=${namespace}`,
  `--context=${context}`,
];

/** Restarts a workload. Resolves to the time that marks its new pods. */
export function restartWorkload(kubectl: string, object: ObjectName, seconds: number): Command<string | undefined> {
  const { kind, name } = object;
  return {
    file: kubectl,
    args: [
      'rollout',
      'restart',
      `${kind.toLowerCase()}/${name}`,
      ...where(object),
      '--output=json',
      `--request-timeout=${seconds}s`,
    ],
    parse: ({ stdout }) => {
      const template = mapping(mapping(mapping(JSON.parse(stdout)).spec).template);
      return text(mapping(mapping(template.metadata).annotations)[restartedAt]);
    },
  };
}

/** The last output of pods, each line with its pod and container. */
export function podLogs(
  kubectl: string,
  object: ObjectName,
  selector: string | undefined,
  lines: number,
): Pick<Command<never>, 'file' | 'args'> {
  const whose = selector === undefined ? `${object.kind.toLowerCase()}/${object.name}` : `--selector=${selector}`;
  return {
    file: kubectl,
    args: ['logs', whose, ...where(object), '--all-containers', '--prefix', `--tail=${lines}`],
  };
}

/** What kubectl tells about a pod, with its events: for people. */
export function describePod(kubectl: string, pod: Omit<ObjectName, 'kind'>, seconds: number): Command<string> {
  return {
    file: kubectl,
    args: ['describe', `pod/${pod.name}`, ...where(pod), `--request-timeout=${seconds}s`],
    parse: ({ stdout }) => stdout,
  };
}

/**
 * Restores the previous revision of a workload's template. A StatefulSet keeps its pods that fail to start: those have to be deleted, too
 * (kubernetes.io, StatefulSets, “Forced rollback”).
 */
export function undoRollout(kubectl: string, object: ObjectName, seconds: number): Command<void> {
  const { kind, name } = object;
  return {
    file: kubectl,
    args: ['rollout', 'undo', `${kind.toLowerCase()}/${name}`, ...where(object), `--request-timeout=${seconds}s`],
    parse: () => undefined,
  };
}

/** Deletes pods of a namespace, without waiting until they are gone. @param pods valid names, at least one */
export function deletePods(
  kubectl: string,
  { namespace, context }: Omit<ObjectName, 'kind' | 'name'>,
  pods: readonly string[],
  seconds: number,
): Command<void> {
  return {
    file: kubectl,
    args: [
      'delete',
      ...pods.map((name) => `pod/${name}`),
      `--namespace=${namespace}`,
      `--context=${context}`,
      '--ignore-not-found',
      '--wait=false',
      `--request-timeout=${seconds}s`,
    ],
    parse: () => undefined,
  };
}

/**
 * The last output of a container. Without `previous`, it is that of the running one, or of the last one that ended; with it, that of the one
 * before (kubernetes/kubernetes pkg/kubelet/kubelet_pods.go, `validateContainerLogStatus`). Runtimes keep only one container that ended.
 */
export function lastWords(
  kubectl: string,
  pod: ObjectName,
  { container, previous }: { readonly container: string; readonly previous: boolean },
  seconds: number,
): Command<string> {
  return {
    file: kubectl,
    args: [
      'logs',
      `pod/${pod.name}`,
      ...where(pod),
      `--container=${container}`,
      ...(previous ? ['--previous'] : []),
      '--tail=20',
      `--limit-bytes=16384`,
      `--request-timeout=${seconds}s`,
    ],
    parse: ({ stdout }) => stdout,
  };
}
