import { join } from 'node:path';
import { machineArchitecture, unpackPackages } from '../engine/debian.ts';
import { goPrograms } from '../engine/goPrograms.ts';
import { run } from '../engine/processes.ts';

/** A kubectl of this machine or of the test bed. */
export interface Kubectl {
  /** Without the `v`: `1.36.3`. */
  readonly version: string;
  readonly path: string;
}

/** The programs of a Kubernetes API server. */
export interface ClusterPrograms {
  readonly etcd: string;
  readonly apiServer: string;
  /** The version in `kubernetes/go.mod`, and the older one of Debian 13. */
  readonly kubectls: readonly [newest: Kubectl, older: Kubectl];
}

/** Debian 13 has etcd 3.5 and kubectl 1.32; both are static programs that run on every Linux. */
const suite = 'trixie';

/**
 * Builds the API server and kubectl once for all processes and sessions, and unpacks etcd and an older kubectl. Throws `BedUnavailable` if
 * this machine cannot do that.
 */
export async function clusterPrograms(): Promise<ClusterPrograms> {
  const debian = await unpackPackages({
    name: `cluster-${suite}`,
    title: 'etcd and kubectl',
    suite,
    architecture: machineArchitecture(),
    // the release is specified because the machine may have its own kubectl with a higher version, which Debian does not have
    packages: ['etcd-server', `kubectl/${suite}`],
  });
  const built = await kubernetesPrograms('kubernetes', ['kube-apiserver', 'kubectl']);
  return {
    etcd: join(debian, 'usr/bin/etcd'),
    apiServer: join(built, 'kube-apiserver'),
    kubectls: await Promise.all([describe(join(built, 'kubectl')), describe(join(debian, 'usr/bin/kubectl'))]),
  };
}

/**
 * Builds commands of the Kubernetes version in `kubernetes/go.mod` once, and resolves to their folder. Throws `BedUnavailable` if Go is not
 * installed or the build fails.
 *
 * @param set the name of their folder in the cache
 */
export function kubernetesPrograms(set: string, commands: readonly string[]): Promise<string> {
  return goPrograms({
    name: 'kubernetes',
    set,
    beside: import.meta.dirname,
    module: 'k8s.io/kubernetes',
    packages: commands.map((command) => `cmd/${command}`),
    variables: (version) => {
      const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
      const at = 'k8s.io/component-base/version';
      return { [`${at}.gitVersion`]: version, [`${at}.gitMajor`]: major, [`${at}.gitMinor`]: minor };
    },
  });
}

async function describe(path: string): Promise<Kubectl> {
  const answer = JSON.parse(await run(path, ['version', '--client', '--output=json'])) as {
    readonly clientVersion: { readonly gitVersion: string };
  };
  return { version: answer.clientVersion.gitVersion.replace(/^v/, ''), path };
}
