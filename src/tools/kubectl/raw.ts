import { trimEnd } from '../../domain/untrusted/trim.ts';
import type { Command } from '../process/command.ts';

/** Whom to ask. */
export interface KubeTarget {
  readonly context: string;
  /** The address of its API server, where the kubeconfig says it. */
  readonly server?: string | undefined;
}

/**
 * A path of the API as the server sends it. kubectl before 1.34 forgets the path that the address of the server may have
 * itself, as behind Rancher (kubernetes/kubernetes#131165): so the server is named without it, and the path is given in full.
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

/** An address that has a path; one with a password stays out of the arguments, which every process can read. */
function splitAddress(server: string): { readonly origin: string; readonly path: string } | undefined {
  if (!URL.canParse(server)) {
    return undefined;
  }
  const { protocol, origin, pathname, username, password } = new URL(server);
  const path = trimEnd(pathname, '/');
  return /^https?:$/.test(protocol) && path !== '' && username === '' && password === '' ? { origin, path } : undefined;
}
