import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate } from '../engine/certificate.ts';
import { freePort } from '../engine/ports.ts';
import { run, startDaemon, type Daemon } from '../engine/processes.ts';
import { makeRunFolder } from '../engine/runFolder.ts';
import { connectApi, type Api } from './api.ts';
import { startEtcd, type Etcd } from './etcd.ts';
import type { NodeShape } from './nodeShape.ts';
import { clusterPrograms, type ClusterPrograms } from './programs.ts';

/** The users of the API server: one has all permissions, one must not list nodes. */
export const tokens = { admin: 'token-of-admin', reader: 'token-of-reader' } as const;

/** A user of the API server, as in a line of its file of tokens. */
interface ClusterUser {
  readonly token: string;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ClusterRequest {
  /** Other programs of Kubernetes will use it: their users. Admission and authorization are then as in a usual cluster. */
  readonly users?: readonly ClusterUser[];
}

/** A real API server. Unless other programs use it, nodes are only objects: there is no kubelet and no controller. */
export interface Cluster {
  /** `https://127.0.0.1:…` */
  readonly server: string;
  readonly port: number;
  /** The certificate of the authority that signed the server's certificate. */
  readonly caFile: string;
  /** The key that signs the tokens of service accounts. */
  readonly accountsKey: string;
  readonly kubectls: ClusterPrograms['kubectls'];
  readonly pid: number;
  /** Sends requests as its administrator. */
  readonly ask: Api['ask'];
  readonly createNodes: (nodes: readonly NodeShape[]) => Promise<void>;
  readonly deleteNodes: (names: readonly string[]) => Promise<void>;
  /** Ends it and deletes its nodes. */
  readonly stop: () => Promise<void>;
}

let database: { readonly etcd: Promise<Etcd>; users: number } | undefined;
let started = 0;

/** Starts an API server without nodes. Throws `BedUnavailable` if this machine cannot run one. */
export async function startCluster({ users }: ClusterRequest = {}): Promise<Cluster> {
  const programs = await clusterPrograms();
  const etcd = await takeDatabase(programs.etcd);
  const folder = await makeRunFolder('cluster');
  const release = async () => {
    await folder.remove();
    await releaseDatabase();
  };
  try {
    const { certificateFile, keyFile, authorityFile } = await makeCertificate(join(folder.path, 'tls'), '127.0.0.1');
    await writeFile(
      join(folder.path, 'tokens.csv'),
      [
        `${tokens.admin},admin,1,system:masters`,
        `${tokens.reader},reader,2`,
        ...(users ?? []).map(({ token, name, groups }, index) => `${token},${name},${index + 3},"${groups.join(',')}"`),
        '',
      ].join('\n'),
    );
    const accountsKey = join(folder.path, 'accounts.key');
    await run('openssl', ['genrsa', '-out', accountsKey, '2048']);
    const authority = await readFile(authorityFile, 'utf8');
    const { daemon, api, port } = await listen(
      programs.apiServer,
      [
        ...['--etcd-servers', etcd.url, '--etcd-prefix', `/cluster-${++started}`],
        ...['--bind-address', '127.0.0.1', '--endpoint-reconciler-type', 'none', '--advertise-address', '192.0.2.1'],
        ...['--tls-cert-file', certificateFile, '--tls-private-key-file', keyFile],
        ...['--token-auth-file', join(folder.path, 'tokens.csv')],
        ...(users ? withKubelets(certificateFile, keyFile) : alone),
        ...['--service-account-issuer', 'https://kubernetes.default.svc', '--service-cluster-ip-range', '10.96.0.0/16'],
        ...['--service-account-key-file', accountsKey, '--service-account-signing-key-file', accountsKey],
        ...['--profiling=false', '--max-requests-inflight=0', '--max-mutating-requests-inflight=0'],
        '--enable-priority-and-fairness=false',
      ],
      join(folder.path, 'apiserver.log'),
      authority,
    );
    return {
      server: `https://127.0.0.1:${port}`,
      port,
      caFile: authorityFile,
      accountsKey,
      kubectls: programs.kubectls,
      pid: daemon.pid,
      ask: (...question) => api.ask(...question),
      createNodes: (nodes) => api.each(nodes, (node) => api.ask('POST', '/api/v1/nodes?fieldManager=kubelet', node)),
      deleteNodes: (names) => api.each(names, (name) => api.ask('DELETE', `/api/v1/nodes/${name}`)),
      async stop() {
        api.close();
        // it would wait for its clients
        await daemon.stop(500);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The test defines the taints of a node, which the node controller would change, and nobody creates service accounts. */
const alone = ['--authorization-mode', 'RBAC', '--disable-admission-plugins', 'ServiceAccount,TaintNodesByCondition'];

function withKubelets(certificateFile: string, keyFile: string): readonly string[] {
  return [
    ...['--authorization-mode', 'Node,RBAC', '--enable-admission-plugins', 'NodeRestriction'],
    ...['--kubelet-client-certificate', certificateFile, '--kubelet-client-key', keyFile],
    ...['--kubelet-preferred-address-types', 'InternalIP'],
  ];
}

async function listen(
  program: string,
  args: readonly string[],
  log: string,
  authority: string,
): Promise<{ daemon: Daemon; api: Api; port: number }> {
  // another process may take a free port before the API server does
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await freePort('127.0.0.1');
    const daemon = await startDaemon(program, [...args, '--secure-port', String(port)], log);
    const api = connectApi(port, authority, tokens.admin);
    for (let waited = 0; waited < 1200 && !daemon.ended(); waited++) {
      const answer = await api.ask('GET', '/readyz').catch(() => undefined);
      if (answer?.status === 200) {
        return { daemon, api, port };
      }
      await sleep(50);
    }
    api.close();
    await daemon.stop(500);
  }
  throw new Error(
    `kube-apiserver does not start: ${(await readFile(log, 'utf8')).trim().split('\n').slice(-3).join('\n')}`,
  );
}

/** A single database for all API servers of this process; each uses its own part. */
async function takeDatabase(program: string): Promise<Etcd> {
  database ??= { etcd: startEtcd(program), users: 0 };
  database.users++;
  return database.etcd;
}

async function releaseDatabase(): Promise<void> {
  if (database !== undefined && --database.users === 0) {
    const { etcd } = database;
    database = undefined;
    await (await etcd).stop();
  }
}
