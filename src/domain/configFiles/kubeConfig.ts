import { withinBudget } from '../untrusted/budget.ts';
import { isMapping, list, mapping, text, type Mapping } from '../untrusted/values.ts';
import { mappingsOf, yamlDocuments } from '../untrusted/yaml.ts';

/** A cluster as the kubeconfig knows it: who logs in where. */
export interface KubeContext {
  readonly name: string;
  readonly namespace?: string;
  /** The name of the cluster's entry. */
  readonly cluster?: string;
  /** The address of its API server. */
  readonly server?: string;
  /** A program of the user's is run to log in. */
  readonly exec?: boolean;
}

/** All contexts of kubeconfig files, as client-go merges them: the first file that says something is right. */
export function kubeContexts(texts: readonly string[]): {
  readonly contexts: readonly KubeContext[];
  readonly current?: string;
} {
  const files = texts.map((file) => {
    const documents = mappingsOf(file);
    return mapping(documents.ok ? documents.value[0] : undefined);
  });
  const current = files.map((file) => text(file['current-context'])).find((each) => each !== undefined);
  const clusters = named(files, 'clusters', 'cluster');
  const users = named(files, 'users', 'user');
  const contexts = [...named(files, 'contexts', 'context')].map(([name, context]): KubeContext => {
    const cluster = text(context.cluster);
    const namespace = text(context.namespace);
    const server = text(clusters.get(cluster ?? '')?.server);
    const exec = isMapping(users.get(text(context.user) ?? '')?.exec);
    return {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(cluster !== undefined && { cluster }),
      ...(server !== undefined && { server }),
      ...(exec && { exec }),
    };
  });
  return { contexts, ...(current !== undefined && { current }) };
}

/** The current context of kubeconfig files; the one that buildx takes. */
export function currentKubeContext(texts: readonly string[]): KubeContext | undefined {
  const { contexts, current } = kubeContexts(texts);
  return current === undefined ? undefined : (contexts.find(({ name }) => name === current) ?? { name: current });
}

/** Why a kubeconfig cannot be read: the parser's words, or that it takes too much work. */
export type KubeConfigProblem = { readonly detail: string } | { readonly reason: 'tooComplex' };

/** What is wrong with a file; undefined for one that can be read, and for an empty one. */
export function kubeConfigProblem(file: string): KubeConfigProblem | undefined {
  const documents = withinBudget(Infinity, () => yamlDocuments(file));
  if (!documents.ok) {
    return { reason: 'tooComplex' };
  }
  const [error] = documents.value.flatMap(({ errors }) => errors);
  return error && { detail: `${error.message} at line ${lineOf(file, error.pos[0])}` };
}

/** Counted from 1. */
function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** The entries of a list of all files, by name. */
function named(files: readonly Mapping[], key: string, inner: string): ReadonlyMap<string, Mapping> {
  const found = new Map<string, Mapping>();
  for (const entry of files.flatMap((file) => list(file[key])).map(mapping)) {
    const name = text(entry.name);
    if (name !== undefined && !found.has(name)) {
      found.set(name, mapping(entry[inner]));
    }
  }
  return found;
}
