import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeBridge } from '../../engine/bridge.ts';
import { certificateName } from '../../engine/certificate.ts';
import { bridgeFile, makeRunFolder, type RunFolder } from '../../engine/runFolder.ts';
import { say } from '../../engine/say.ts';
import { BedUnavailable } from '../../engine/unavailable.ts';
import { bedPath } from '../../paths.ts';
import { startCluster, type Cluster } from '../cluster.ts';
import { writeKubeconfig } from '../kubeconfig.ts';
import { startContainerd, type Containerd } from './containerd.ts';
import { createControlGroup } from './controlGroup.ts';
import { startControllers } from './controllers.ts';
import { startKubelet } from './kubelet.ts';
import { createNamespaces } from './namespaces.ts';
import { nodePrograms } from './programs.ts';

/** A cluster with a real node: kubelet, containerd, scheduler and controller manager. Pods really run. */
export interface RealCluster extends Cluster {
  readonly nodeName: string;
  /** Of the administrator; its context is called `node`. */
  readonly kubeconfig: string;
  /** Lets the node pull from a registry over HTTP. */
  readonly trust: Containerd['trust'];
}

const nodeName = 'node-1';

/** Starts a cluster of one node and waits until it is ready. Throws `BedUnavailable` if this machine cannot run one. */
export async function startNode(): Promise<RealCluster> {
  requirePlace(bedPath('run'));
  const programs = await nodePrograms();
  const folder = await makeRunFolder('kubelet');
  const ends: (() => Promise<void>)[] = [() => folder.remove()];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  };
  try {
    await createControlGroup(folder.cgroup);
    const namespaces = await createNamespaces();
    ends.push(() => namespaces.end());
    const users = usersOf(nodeName);
    const cluster = await startCluster({ users: Object.values(users) });
    ends.push(() => cluster.stop());
    await allowKubelets(cluster);
    const kubeconfigs = await writeKubeconfigs(folder.path, cluster, users);
    const controllers = await startControllers(folder.path, programs, cluster, kubeconfigs);
    ends.push(async () => {
      await Promise.all(controllers.map((daemon) => daemon.stop(500)));
    });
    const { name: bridge, address } = await makeBridge();
    await writeFile(join(folder.path, bridgeFile), bridge);
    const containerd = await startContainerd(folder.path, programs, { bridge, address }, namespaces);
    const kubelet = await startKubelet(
      {
        program: programs.kubelet,
        folder: folder.path,
        nodeName,
        address,
        kubeconfig: kubeconfigs.kubelet,
        caFile: cluster.caFile,
        runtimeSocket: containerd.socket,
        controlGroup: folder.cgroup,
      },
      namespaces,
    );
    await waitUntilReady(cluster, () => kubelet.ended());
    say(`started the Kubernetes node ${nodeName}`);
    return { ...cluster, nodeName, kubeconfig: kubeconfigs.admin, trust: containerd.trust, stop };
  } catch (error) {
    const words = await lastWords(folder);
    await stop();
    throw error instanceof Error && words !== ''
      ? Object.assign(error, { message: `${error.message}\n${words}` })
      : error;
  }
}

/** Throws `BedUnavailable` unless a node's folder can be there: these places are empty in its namespaces, and sockets have short paths. */
function requirePlace(folder: string): void {
  const hidden = ['/run/', '/var/lib/', '/var/log/'].some((place) => `${folder}/`.startsWith(place));
  if (hidden || Buffer.byteLength(folder) > 60) {
    throw new BedUnavailable(`a Kubernetes node cannot run in ${folder}: set MULTIARCH_BED to a short path elsewhere`);
  }
}

function usersOf(node: string) {
  const user = (name: string, ...groups: readonly string[]) => ({
    token: randomBytes(16).toString('hex'),
    name,
    groups,
  });
  return {
    controllerManager: user('system:kube-controller-manager'),
    scheduler: user('system:kube-scheduler'),
    kubelet: user(`system:node:${node}`, 'system:nodes'),
  };
}

/** Files with these names in the folder, and one of the administrator. */
async function writeKubeconfigs(folder: string, cluster: Cluster, users: ReturnType<typeof usersOf>) {
  const write = async (name: string, token?: string): Promise<string> => {
    const file = join(folder, `${name}.kubeconfig`);
    await writeKubeconfig(file, [
      { name: 'node', cluster, embed: true, ...(token !== undefined && { user: { token } }) },
    ]);
    return file;
  };
  return {
    admin: await write('admin'),
    controllerManager: await write('controller-manager', users.controllerManager.token),
    scheduler: await write('scheduler', users.scheduler.token),
    kubelet: await write('kubelet', users.kubelet.token),
  };
}

/** Gives the API server the permission to read logs and to run commands in pods, which kubelets ask the API server about. */
async function allowKubelets({ ask }: Cluster): Promise<void> {
  const apiGroup = 'rbac.authorization.k8s.io';
  const { status, body } = await ask('POST', `/apis/${apiGroup}/v1/clusterrolebindings`, {
    metadata: { name: 'bed-api-server' },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'system:kubelet-api-admin' },
    subjects: [{ apiGroup, kind: 'User', name: certificateName }],
  });
  if (status >= 300) {
    throw new Error(`the API server answers ${status}: ${body}`);
  }
}

/** Waits until pods can be created. */
async function waitUntilReady({ ask }: Cluster, hasEnded: () => boolean): Promise<void> {
  interface Node {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }
  for (let waited = 0; waited < 600 && !hasEnded(); waited++) {
    const node = await ask('GET', `/api/v1/nodes/${nodeName}`);
    const { conditions = [] } = (node.status === 200 ? (JSON.parse(node.body) as Node) : {}).status ?? {};
    const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
    const account = await ask('GET', '/api/v1/namespaces/default/serviceaccounts/default');
    if (isReady && account.status === 200) {
      return;
    }
    await sleep(200);
  }
  throw new Error('the Kubernetes node does not become ready');
}

/** The last errors of each program. */
async function lastWords({ path }: RunFolder): Promise<string> {
  const logs = ['containerd', 'kubelet', 'controller-manager', 'scheduler'];
  const ends = await Promise.all(
    logs.map(async (name) => {
      const text = await readFile(join(path, `${name}.log`), 'utf8').catch(() => '');
      return text === '' ? '' : `${name}: ${text.trim().split('\n').slice(-5).join('\n')}`;
    }),
  );
  return ends.filter(Boolean).join('\n');
}
