import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startNode, type RealCluster } from '../bed/cluster/node/node.ts';
import { makeRunFolder } from '../bed/engine/runFolder.ts';
import { Ends } from '../engine/ends.ts';
import { rawRegistry } from '../engine/registryShapes.ts';
import { podsIn } from './pods.ts';
import { index, amd64, arm64, tag } from './shapes/shape.ts';
import { bringNode, bringing, registryFor } from './support.ts';

describe('the Kubernetes node of the test bed', function () {
  this.timeout(120_000);
  const ends = new Ends();
  let node: RealCluster;
  before(async function () {
    node = await bringNode(this, ends);
  });
  after(() => ends.run());

  it('runs a pod of a pushed image, and its logs can be read through the API server', async () => {
    const registry = await registryFor(node, ends);
    const image = rawRegistry(registry.host, 'first');
    await index(amd64, arm64)(image);
    const pods = podsIn(node, 'default');
    await pods.create('first', { containers: [{ name: 'main', image: image.ref(tag) }] });
    const { status, spec } = await pods.settled('first');
    assert.equal(status.phase, 'Running');
    assert.equal(spec.nodeName, node.nodeName);
    const { status: answer } = await node.ask('GET', '/api/v1/namespaces/default/pods/first/log');
    assert.equal(answer, 200);
    await pods.remove('first');
  });

  it('leaves nothing behind, also after a kill', async () => {
    const script = `
      import { startNode } from './test/bed/cluster/node/node.ts';
      const { kubeconfig } = await startNode();
      process.stdout.write(kubeconfig);
      setInterval(() => undefined, 1000);`;
    const killed = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [kubeconfig] = (await once(killed.stdout, 'data')) as [Buffer];
    const traces = await tracesOf(path.dirname(kubeconfig.toString()));
    assert.deepEqual(await remaining(traces), traces);
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    // the next daemon of any kind cleans up
    await (await makeRunFolder('tools')).remove();
    assert.deepEqual(await remaining(traces), []);

    const second = await startNode();
    const others = await tracesOf(path.dirname(second.kubeconfig));
    await second.stop();
    assert.deepEqual(await remaining(others), []);
  }).timeout(bringing);
});

/** What a node could leave behind: its folder, its control groups and its bridge. */
async function tracesOf(folder: string): Promise<readonly string[]> {
  const { cgroupRoot } = JSON.parse(await readFile(path.join(folder, 'kubelet.json'), 'utf8')) as {
    cgroupRoot: string;
  };
  const bridge = await readFile(path.join(folder, 'bridge'), 'utf8');
  const groups = ['', ...(await readdir('/sys/fs/cgroup'))].map((name) =>
    path.join('/sys/fs/cgroup', name, cgroupRoot),
  );
  return [folder, `/sys/class/net/${bridge}`, ...groups.filter((group) => existsSync(group))];
}

/** What is still there of it, and mounts in its folder. */
async function remaining([folder = '', ...others]: readonly string[]): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(`${folder}/`));
  return [...[folder, ...others].filter((each) => existsSync(each)), ...mounts];
}
