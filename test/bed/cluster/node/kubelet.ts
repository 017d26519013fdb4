import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Namespaces } from './namespaces.ts';

export interface KubeletRequest {
  readonly program: string;
  readonly folder: string;
  readonly nodeName: string;
  /** An address of this machine that is not a loopback address: the kubelet refuses those. */
  readonly address: string;
  readonly kubeconfig: string;
  /** The certificate of the authority that signed the API server's certificate as a client. */
  readonly caFile: string;
  readonly runtimeSocket: string;
  /** The path of the control group for its pods. */
  readonly controlGroup: string;
}

/** Starts a kubelet in the namespaces. It leaves the machine's firewall, swap and control groups as they are. */
export async function startKubelet(
  { program, folder, nodeName, address, kubeconfig, caFile, runtimeSocket, controlGroup }: KubeletRequest,
  { start }: Pick<Namespaces, 'start'>,
): ReturnType<Namespaces['start']> {
  const resolvConf = join(folder, 'resolv.conf');
  await writeFile(resolvConf, 'nameserver 127.0.0.1\n');
  const root = join(folder, 'kubelet');
  await mkdir(root, { recursive: true });
  const configuration = join(folder, 'kubelet.json');
  const enough = { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' };
  await writeFile(
    configuration,
    JSON.stringify({
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      address,
      port: 10250,
      healthzPort: 0,
      readOnlyPort: 0,
      failCgroupV1: false,
      cgroupDriver: 'cgroupfs',
      cgroupRoot: controlGroup,
      failSwapOn: false,
      oomScoreAdj: 0,
      makeIPTablesUtilChains: false,
      containerRuntimeEndpoint: `unix://${runtimeSocket}`,
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: caFile } },
      authorization: { mode: 'Webhook' },
      clusterDomain: 'cluster.local',
      // nobody answers there; without an address, each pod has a warning
      clusterDNS: ['10.96.0.10'],
      resolvConf,
      podLogsDir: '/var/log/pods',
      volumePluginDir: '/var/lib/volumeplugins',
      evictionHard: { ...enough, 'nodefs.inodesFree': '1%', 'imagefs.inodesFree': '1%' },
      // images are never deleted to free space
      imageGCHighThresholdPercent: 100,
      serializeImagePulls: false,
      nodeStatusUpdateFrequency: '5s',
      shutdownGracePeriod: '0s',
    }),
  );
  return start(
    program,
    [
      ...['--config', configuration, '--kubeconfig', kubeconfig, '--root-dir', root, '--cert-dir', join(root, 'pki')],
      ...['--hostname-override', nodeName, '--node-ip', address],
    ],
    join(folder, 'kubelet.log'),
    { HOME: '/run' },
  );
}
