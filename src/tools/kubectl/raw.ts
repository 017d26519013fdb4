import { trimEnd } from '../../domain/untrusted/trim.ts';
import type { Command, Output } from '../process/command.ts';

/** The cluster to query. */
export interface KubeTarget {
  readonly context: string;
  /** The address of its API server, if the kubeconfig has one. */
  readonly server?: string | undefined;
}

/**
 * The unchanged response for an API path. kubectl before 1.34 drops the path of the server's address, which Rancher uses
 * (kubernetes/kubernetes#131165): so the server is passed without it, and the path is complete.
 */
export function rawGet(
  kubectl: string,
  { context, server }: KubeTarget,
  path: string,
  seconds: number,
): Pick<Command<never>, 'file' | 'args'> {
  const behind = server === undefined ? undefined : splitAddress(server);
  return {
    file: kubectl,
    args: [
      'get',
      `--raw=${behind?.path ?? ''}${path}`,
      `--context=${context}`,
      ...(behind === undefined ? [] : [`--server=${behind.origin}`]),
      `--request-timeout=${seconds}s`,
    ],
  };
}

/** For `expects`: not every cluster has these objects, and not every user may list them. */
export function isRefusal({ stderr }: Pick<Output, 'stderr'>): boolean {
  return /^Error from server \((?:NotFound|Forbidden)\)/m.test(stderr);
}

/** An address with a path; one with a password is not passed as an argument, which every process can read. */
function splitAddress(server: string): { readonly origin: string; readonly path: string } | undefined {
  if (!URL.canParse(server)) {
    return undefined;
  }
  const { protocol, origin, pathname, username, password } = new URL(server);
  const path = trimEnd(pathname, '/');
  return /^https?:$/.test(protocol) && path !== '' && username === '' && password === '' ? { origin, path } : undefined;
}
