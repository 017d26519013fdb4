import type { KubeFacts } from './kubeFacts.ts';

/** A cluster in the kubeconfig, with its login. */
export interface KubeContext {
  readonly name: string;
  readonly namespace?: string;
  /** The name of the cluster's entry. */
  readonly cluster?: string;
  /** The address of its API server. */
  readonly server?: string;
  /** A program of the user runs to log in. */
  readonly exec?: boolean;
}

/** All contexts of kubeconfig files, merged as in client-go: the first file with an entry takes precedence. */
export function kubeContexts(files: readonly KubeFacts[]): {
  readonly contexts: readonly KubeContext[];
  readonly current?: string;
} {
  const current = files.map((file) => file.current).find((each) => each !== undefined);
  const clusters = firstByName(files.flatMap((file) => file.clusters));
  const users = firstByName(files.flatMap((file) => file.users));
  const contexts = [...firstByName(files.flatMap((file) => file.contexts)).values()].map(
    ({ name, cluster, namespace, user }): KubeContext => {
      const server = clusters.get(cluster ?? '')?.server;
      return {
        name,
        ...(namespace !== undefined && { namespace }),
        ...(cluster !== undefined && { cluster }),
        ...(server !== undefined && { server }),
        ...(users.get(user ?? '')?.exec === true && { exec: true }),
      };
    },
  );
  return { contexts, ...(current !== undefined && { current }) };
}

/** The current context of kubeconfig files, which buildx uses. */
export function currentKubeContext(files: readonly KubeFacts[]): KubeContext | undefined {
  const { contexts, current } = kubeContexts(files);
  return current === undefined ? undefined : (contexts.find(({ name }) => name === current) ?? { name: current });
}

function firstByName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const entry of entries) {
    if (!found.has(entry.name)) {
      found.set(entry.name, entry);
    }
  }
  return found;
}
