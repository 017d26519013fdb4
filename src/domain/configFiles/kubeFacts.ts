import { isMapping, list, mapping, text, type Mapping } from '../untrusted/values.ts';
import { readYaml } from '../untrusted/yaml.ts';

/** Why a kubeconfig cannot be read: the parser's message, or that it takes too much work. */
export type KubeConfigProblem = { readonly detail: string } | { readonly reason: 'tooComplex' };

/** The facts of a kubeconfig file about clusters and logins, without certificates, tokens and commands. */
export interface KubeFacts {
  readonly current?: string;
  /** In file order; a name may occur twice. */
  readonly contexts: readonly {
    readonly name: string;
    readonly cluster?: string;
    readonly namespace?: string;
    readonly user?: string;
  }[];
  readonly clusters: readonly { readonly name: string; readonly server?: string }[];
  readonly users: readonly { readonly name: string; readonly exec: boolean }[];
  /** What is wrong with the file; the rest is what could still be read. */
  readonly problem?: KubeConfigProblem;
}

/** A file that says nothing. */
export const noKubeFacts: KubeFacts = { contexts: [], clusters: [], users: [] };

/** Parses the first document of a kubeconfig file. Never throws. */
export function kubeFacts(file: string): KubeFacts {
  const read = readYaml(file);
  if (!read.ok) {
    return { ...noKubeFacts, problem: { reason: 'tooComplex' } };
  }
  const { mappings, error } = read.value;
  const config = mapping(mappings[0]);
  const current = text(config['current-context']);
  return {
    ...(current !== undefined && { current }),
    contexts: entries(config, 'contexts', 'context').map(({ name, entry }) => ({
      name,
      ...optional('cluster', text(entry.cluster)),
      ...optional('namespace', text(entry.namespace)),
      ...optional('user', text(entry.user)),
    })),
    clusters: entries(config, 'clusters', 'cluster').map(({ name, entry }) => ({
      name,
      ...optional('server', text(entry.server)),
    })),
    users: entries(config, 'users', 'user').map(({ name, entry }) => ({ name, exec: isMapping(entry.exec) })),
    ...(error && { problem: { detail: `${error.message} at line ${error.line}` } }),
  };
}

function entries(config: Mapping, key: string, inner: string): readonly { name: string; entry: Mapping }[] {
  return list(config[key])
    .map(mapping)
    .flatMap((entry) => {
      const name = text(entry.name);
      return name === undefined ? [] : [{ name, entry: mapping(entry[inner]) }];
    });
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>);
}
