import { readFile, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { tokens, type Cluster } from './cluster.ts';

/** A context to write. Its cluster and user have names derived from its own. */
export interface ContextWish {
  readonly name: string;
  readonly cluster: Pick<Cluster, 'server' | 'caFile'> | { readonly server: string };
  /** Default: admin. */
  readonly user?: { readonly token: string } | { readonly exec: ExecPlugin };
  /** Embeds the certificate in the file instead of its path. */
  readonly embed?: boolean;
}

/** A program that kubectl runs to get a user's token. */
interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  /** Default: Never. */
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
}

/** Writes a kubeconfig as `kubectl config` would; the first context is the current one. */
export async function writeKubeconfig(file: string, contexts: readonly ContextWish[]): Promise<void> {
  const clusters = await Promise.all(
    contexts.map(async ({ name, cluster, embed = false }) => ({
      name: `${name}-cluster`,
      cluster: {
        ...('caFile' in cluster &&
          (embed
            ? { 'certificate-authority-data': (await readFile(cluster.caFile)).toString('base64') }
            : { 'certificate-authority': cluster.caFile })),
        server: cluster.server,
      },
    })),
  );
  const configuration = {
    apiVersion: 'v1',
    clusters,
    contexts: contexts.map(({ name }) => ({ context: { cluster: `${name}-cluster`, user: `${name}-user` }, name })),
    'current-context': contexts[0]?.name ?? '',
    kind: 'Config',
    preferences: {},
    users: contexts.map(({ name, user = { token: tokens.admin } }) => ({
      name: `${name}-user`,
      user: 'exec' in user ? { exec: execOf(user.exec) } : user,
    })),
  };
  await writeFile(file, stringify(configuration), { mode: 0o600 });
}

function execOf({ command, args, interactiveMode = 'Never' }: ExecPlugin): unknown {
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    args,
    command,
    env: null,
    interactiveMode,
    provideClusterInfo: false,
  };
}
