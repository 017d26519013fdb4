import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterPlatforms } from '../../src/domain/cluster/cluster.ts';
import { mapping } from '../../src/domain/untrusted/values.ts';
import { troubleOfPod } from '../../src/domain/workload/trouble.ts';
import type { ProgramChecks } from '../../src/services/builds/afterPush/programs.ts';
import { readPod } from '../../src/tools/kubectl/pods.ts';
import { checkedVerdict } from '../../src/vscode/api/coverage.ts';
import type { RealCluster } from '../bed/cluster/node/node.ts';
import type { Registry } from '../bed/engine/registry.ts';
import { clustersOf, temporaryFolder } from '../cluster/support.ts';
import { Ends } from '../engine/ends.ts';
import { rawRegistry } from '../engine/registryShapes.ts';
import { composeServices, useEnvironment } from '../engine/support.ts';
import { happenedTo, podsIn, statusesOf, type Happened } from './pods.ts';
import { indexShapes } from './shapes/indexShapes.ts';
import { podShapes, secrets } from './shapes/podShapes.ts';
import { programShapes } from './shapes/programShapes.ts';
import { tag, type Shape, type Told } from './shapes/shape.ts';
import { verdictsOn } from '../support/verdicts.ts';
import { bringing, bringNode, createNamespace, registryFor, withoutEmulation } from './support.ts';
import { publishTable, type Row } from './table.ts';

const shapes = Object.entries({ ...indexShapes, ...programShapes, ...podShapes });
const namespace = 'shapes';
const credentials = { user: 'tester', password: 'secret' };
const authOf = (password: string) => Buffer.from(`${credentials.user}:${password}`).toString('base64');
/** How many pods run at the same time. */
const atOnce = 6;

describe('what is said about an image, and what a node for amd64 makes of it', function () {
  this.timeout(600_000);
  const ends = new Ends();
  let node: RealCluster;
  let open: Registry;
  let locked: Registry;
  let nodes: ClusterPlatforms;
  let services: ReturnType<typeof composeServices>;
  let programs: ProgramChecks;
  const rows = new Map<string, Row>();

  before(async function () {
    node = await bringNode(this, ends);
    open = await registryFor(node, ends);
    locked = await registryFor(node, ends, { auth: credentials });
    const login = { auths: { [locked.host]: { auth: authOf(credentials.password) } } };
    const docker = await temporaryFolder(ends);
    await writeFile(path.join(docker, 'config.json'), JSON.stringify(login));
    ends.add(useEnvironment({ DOCKER_CONFIG: docker }));
    services = composeServices();
    ({ programs } = await services.forImages());
    ends.add(() => {
      services.registry.dispose();
    });
    nodes = await clustersOf(node.kubeconfig, node.kubectls[0].path).read('node');
    await createNamespace(node, namespace);
    for (const [name, password] of [
      [secrets.right, credentials.password],
      [secrets.wrong, 'mistaken'],
    ] as const) {
      await node.ask('POST', `/api/v1/namespaces/${namespace}/secrets`, {
        metadata: { name },
        type: 'kubernetes.io/dockerconfigjson',
        stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [locked.host]: { auth: authOf(password) } } }) },
      });
    }
  });
  after(async () => {
    await ends.run();
    const all = shapes.flatMap(([name]) => rows.get(name) ?? []);
    await publishTable('images', ['image', '', 'verdict', 'on the node', 'because', 'diagnosis'], all);
  });

  /** What the API says about an image for the node. */
  async function verdictOn(ref: string, isEmulated: boolean): Promise<string> {
    const image = await services.images.inspect(ref).catch(() => undefined);
    if (image === undefined) {
      return 'cannot be read';
    }
    const asked = [{ context: 'node', known: { ...nodes, local: isEmulated } }];
    const { coverage } = await checkedVerdict(
      image,
      verdictsOn(asked, [], { emulated: isEmulated ? ['linux/arm64'] : [] }),
      { known: () => ({}), programs },
      new AbortController().signal,
    );
    return coverage.groups.map(({ verdict, how }) => [verdict, how].filter(Boolean).join(': ')).join(', ');
  }

  async function judge(name: string, shape: Shape): Promise<Row> {
    const registry = shape.locked ? locked : open;
    const repository = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const to = rawRegistry(registry.host, `shapes/${repository}`, registry.authorization);
    await shape.push(to);
    const ref = await (shape.image?.(to) ?? to.ref(tag));
    const verdict = await verdictOn(ref, shape.emulation === 'on');
    const pods = podsIn(node, namespace);
    const { init, beside, ...spec } = shape.pod ?? {};
    const main = { name: 'main', image: ref, imagePullPolicy: 'Always', ...shape.container };
    const other = beside && { name: 'other', image: beside(to), imagePullPolicy: 'Always' };
    await pods.create(repository, {
      terminationGracePeriodSeconds: 0,
      ...(init && other
        ? { initContainers: [main], containers: [other] }
        : { containers: [...(other ? [other] : []), main] }),
      ...spec,
    });
    const pod = await pods.settled(repository);
    const log = await pods.log(repository, 'main');
    await pods.remove(repository);
    const status = statusesOf(pod).find((each) => each.name === 'main');
    assert.ok(status);
    const { what, why } = happenedTo(status, log);
    const [read] = readPod(mapping(pod));
    assert.ok(read);
    const found = troubleOfPod(read, new Map([['main', log]]));
    const trouble: Told | undefined =
      found?.kind === 'foreignProgram' && found.maybeScript ? 'foreignProgram or script' : found?.kind;
    const isRight = trouble === undefined ? shape.troubles.length === 0 : shape.troubles.includes(trouble);
    return {
      cells: [name, shape.what, verdict, what, why.slice(0, 100), trouble ?? ''],
      agrees: isRight && (shape.podFault === true || agree(verdict, what)),
    };
  }

  /** Judges the shapes that need this state of emulation, and returns what disagrees. */
  async function judgeAll(wanted: Shape['emulation']): Promise<readonly (readonly string[])[]> {
    const these = shapes.filter(([, { emulation }]) => emulation === wanted);
    const queue = [...these];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        rows.set(next[0], await judge(...next));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return these.flatMap(([name]) => rows.get(name) ?? []).flatMap(({ agrees, cells }) => (agrees ? [] : [cells]));
  }

  it('are the same for every shape of image', async () => {
    assert.deepEqual(await judgeAll(undefined), []);
  });

  it('are the same for programs of other processors, with and without emulation', async function () {
    this.timeout(bringing);
    const emulation = await withoutEmulation(this, ends);
    const disagreeing = await judgeAll('off');
    await emulation.set('on');
    assert.deepEqual([...disagreeing, ...(await judgeAll('on'))], []);
  });
});

/** Whether a verdict promises too much, or too little. */
function agree(verdict: string, happened: Happened): boolean {
  switch (verdict) {
    case 'runs':
    case 'emulated':
      // the program was started, whatever it did then
      return happened === 'runs' || happened === 'fails by itself';
    case 'degraded':
      return happened !== 'is not pulled';
    case 'fails: crashes':
      return happened === 'does not start';
    case 'fails: does-not-pull':
    case 'cannot be read':
      return happened === 'is not pulled';
    default:
      return false;
  }
}
