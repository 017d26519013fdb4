import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClusterPlatforms } from '../../src/domain/cluster/cluster.ts';
import { coverageOf } from '../../src/domain/cluster/coverageOf.ts';
import { run } from '../bed/engine/processes.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment } from './support.ts';

const [own, foreign] = process.arch === 'arm64' ? ['linux/arm64', 'linux/amd64'] : ['linux/amd64', 'linux/arm64'];

describe('an engine with emulators, given an image for the other architecture', function () {
  this.timeout(120_000);
  let world: World;
  let folder = '';
  const ends = new Ends();
  before(async function () {
    this.timeout(900_000);
    world = await bringOrSkip(this, bringWorld);
    ends.add(world.stop);
    ends.add(useEnvironment(world.engine.env));
    folder = await mkdtemp(path.join(tmpdir(), 'foreign-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${world.base}\nRUN uname -m > /machine\nCMD ["true"]\n`);
  });
  after(() => ends.run());

  /** The prediction for a cluster on this engine, and the actual result of running it. */
  async function pushed(tag: string, ...options: readonly string[]) {
    const ref = `${world.registry.host}/foreign/app:${tag}`;
    await run('docker', ['buildx', 'build', '--platform', foreign, ...options, '--tag', ref, '--push', folder]);
    await run('docker', ['image', 'rm', '--force', ref]).catch(() => undefined);
    const { kind, images } = await composeServices().images.inspect(ref);
    const node = { platform: own, nodes: 1, eligible: 1, taints: [], ineligible: [] };
    const here: ClusterPlatforms = { context: 'here', state: 'read', local: true, groups: [node] };
    const offer = {
      kind: kind === 'index' ? kind : 'manifest',
      platforms: images.map(({ platform }) => platform),
    } as const;
    const [said] = coverageOf(offer, [here], [foreign]).groups;
    const came = await run('docker', ['run', '--rm', '--pull', 'always', ref]).then(
      () => 'runs',
      (error: unknown) => String(error),
    );
    return { said: [said?.verdict, said?.how], came };
  }

  it('runs a single manifest', async () => {
    assert.deepEqual(await pushed('single', '--provenance=false'), { said: ['emulated', undefined], came: 'runs' });
  });

  it('does not pull an index that has nothing for it', async () => {
    const { said, came } = await pushed('index', '--provenance=mode=min');
    assert.deepEqual(said, ['fails', 'does-not-pull']);
    assert.match(came, /no match(?:ing manifest| for platform)/);
  });
});
