import { mapping, text } from '../../domain/untrusted/values.ts';
import type { Workload } from '../../domain/workload/workload.ts';
import type { Command } from '../process/command.ts';
import { restartedAt } from './pods.ts';

/** An object of a cluster. Its name and namespace are names (`isObjectName`), so they are no options. */
export interface ObjectName extends Pick<Workload, 'kind' | 'name' | 'namespace'> {
  readonly context: string;
}

const where = ({ namespace, context }: ObjectName) => [`--namespace=${namespace}`, `--context=${context}`];

/** Has the pods of a workload replaced one after the other. Resolves to the time that its new pods are marked with. */
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

/** What pods wrote last, each line with the pod and container that it comes from. */
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

/** The last words of a container that has ended: of this run, or of the one before. */
export function lastWords(kubectl: string, pod: ObjectName, container: string, seconds: number): Command<string> {
  return {
    file: kubectl,
    args: [
      'logs',
      `pod/${pod.name}`,
      ...where(pod),
      `--container=${container}`,
      '--previous',
      '--tail=20',
      `--limit-bytes=16384`,
      `--request-timeout=${seconds}s`,
    ],
    parse: ({ stdout }) => stdout,
  };
}
