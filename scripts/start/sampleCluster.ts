import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { startNode } from '../../test/bed/cluster/node/node.ts';
import { run } from '../../test/bed/engine/processes.ts';
import { say } from '../../test/bed/engine/say.ts';
import type { World } from '../../test/bed/world.ts';
import { rawRegistry } from '../../test/engine/registryShapes.ts';
import { pushImage } from '../../test/node/nodeImages.ts';
import { waitingProgram } from '../../test/node/waitingPrograms.ts';

/** A real cluster of one node. The sample is deployed there, beside a Deployment whose image is for another platform. */
export interface SampleCluster {
  /** Variables with which `kubectl` uses it. */
  readonly env: Readonly<Record<string, string>>;
  readonly kubectl: string;
  /** What to do with it. */
  readonly help: string;
  /** Makes the manifests in a copy of the sample those that are deployed. */
  readonly prepare: (folder: string) => Promise<void>;
  /** Restarts the sample, waits until it runs, and resolves to the list of all pods. */
  readonly restart: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** The node neither runs nor emulates this platform. */
const wrong = { name: 'wrong-platform', platform: 'linux/arm/v7', tag: '1' } as const;
const namespace = 'system-info-exporter';
const manifest = 'k8s/daemonset.yaml';
const placeholder = 'registry.example.com/';

const help = [
  `A Kubernetes cluster of one node runs. The Deployment ${wrong.name} crashes there, because its image is for ${wrong.platform};`,
  'the DaemonSet of the sample waits for the image that you build.',
  'Run «Multi-Arch: Choose Target Clusters…», choose «node», and expand the images in the view Pushed Images.',
].join('\n');

/**
 * Starts a Kubernetes cluster that pulls from the registry of the world.
 *
 * @param sample the folder of the sample
 * @throws BedUnavailable
 */
export async function bringSampleCluster({ registry }: World, sample: string): Promise<SampleCluster> {
  say('starting a Kubernetes cluster of one node; the first time, its programs are built with Go for about 20 minutes');
  const node = await startNode();
  try {
    await node.trust(registry.host);
    const image = rawRegistry(registry.host, `team/${wrong.name}`);
    await pushImage(image, {
      platform: wrong.platform,
      files: [{ path: 'app', mode: 0o755, data: waitingProgram('arm') }],
      config: { Entrypoint: ['/app'] },
      tag: wrong.tag,
    });
    const deployment = stringify(deploymentOf(image.ref(wrong.tag)));
    const sampleIn = async (folder: string) =>
      (await readFile(path.join(folder, manifest), 'utf8')).replaceAll(placeholder, `${registry.host}/`);
    const kubectl = node.kubectls[0].path;
    const env = { KUBECONFIG: node.kubeconfig };
    const call = (args: readonly string[], input = '') => run(kubectl, args, { env, input });
    await call(['create', 'namespace', namespace]);
    await call(['apply', '--filename=-'], `${await sampleIn(sample)}\n---\n${deployment}`);
    return {
      env,
      kubectl,
      help,
      async prepare(folder) {
        await writeFile(path.join(folder, manifest), await sampleIn(folder));
        await writeFile(path.join(folder, `k8s/${wrong.name}.yaml`), deployment);
      },
      async restart() {
        const own = ['daemonset/system-info-exporter', `--namespace=${namespace}`];
        await call(['rollout', 'restart', ...own]);
        await call(['rollout', 'status', ...own, '--timeout=120s']);
        return call(['get', 'pods', `--namespace=${namespace}`]);
      },
      stop: node.stop,
    };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

function deploymentOf(image: string): object {
  const labels = { 'app.kubernetes.io/name': wrong.name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: wrong.name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image }] } },
    },
  };
}
