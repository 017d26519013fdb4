import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { craneFromGo, startCraneRegistry } from '../bed/engine/crane.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { bringImageTools, type ImageTools } from '../bed/engine/imageTools.ts';
import { startRegistry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { craneProgram, platformsBy, skopeoProgram, type OtherProgram } from './otherPrograms.ts';
import { composeServices } from './support.ts';

const run = promisify(execFile);
const two = ['linux/amd64', 'linux/arm64'];
const three = [...two, 'linux/arm/v7'];

describe('images that other programs made', function () {
  // the newest buildx and crane are compiled once, which takes minutes
  this.timeout(900_000);
  const ends = new Ends();
  let host = '';
  let folder = '';
  let crane = '';
  let tools: ImageTools;
  let programs: readonly OtherProgram[] = [];
  before(async function () {
    crane = await bringOrSkip(this, craneFromGo);
    tools = await bringOrSkip(this, bringImageTools);
    ends.add(tools.stop);
    const registry = await bringOrSkip(this, () => startRegistry());
    ends.add(registry.stop);
    ({ host } = registry);
    programs = [craneProgram(crane), skopeoProgram(tools)];
    folder = await mkdtemp(path.join(tmpdir(), 'tool-images-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /hello\n');
  });
  after(() => ends.run());

  /** The product's result, compared with that of both others. */
  async function hasPlatforms(ref: string, expected: readonly string[]) {
    const { images, commands } = composeServices();
    const image = await images.inspect(ref);
    const platforms = image.images.map(({ platform }) => platform);
    for (const program of programs) {
      assert.deepEqual(platforms, await platformsBy(program, ref), `${ref} by ${program.name}`);
    }
    assert.deepEqual(platforms, expected, ref);
    assert.deepEqual(commands, [], 'no process is run');
    return image;
  }

  const byBuildx = [
    ['the oldest that is looked after', (): Promise<Engine> => findOrBringEngine({ suite: 'trixie', own: true })],
    ['Debian forky’s', () => findOrBringEngine({ suite: 'forky', own: true })],
    ['the newest', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
  ] as const;
  for (const [which, bring] of byBuildx) {
    it(`have the platforms that crane and skopeo find: buildx, ${which}`, async function () {
      const engine = await bringOrSkip(this, bring);
      try {
        const env = { ...process.env, ...engine.env };
        const repository = `${host}/buildx/v${engine.buildxVersion.replace(/[^\w.]/g, '-').toLowerCase()}`;
        const build = (tag: string, output: string, ...args: readonly string[]) =>
          run(
            'docker',
            [
              ...['buildx', 'build', '-q', '--output', `type=image,push=true${output}`, '-t', `${repository}:${tag}`],
              ...[...args, folder],
            ],
            { env },
          );
        await build('attested', '', '--platform', three.join());
        const attested = await hasPlatforms(`${repository}:attested`, three);
        assert.ok(attested.images.every(({ attestations }) => attestations.length === 1));
        assert.deepEqual(attested.other, []);
        await build('artifact', ',oci-artifact=true', '--platform', 'linux/amd64');
        const artifact = await hasPlatforms(`${repository}:artifact`, ['linux/amd64']);
        assert.equal(artifact.images[0]?.attestations.length, 1);
        await build('plain', '', '--platform', two.join(), '--provenance=false');
        assert.equal((await hasPlatforms(`${repository}:plain`, two)).images[0]?.attestations.length, 0);
        await build('oci', ',oci-mediatypes=true', '--platform', two.join(), '--provenance=false');
        await hasPlatforms(`${repository}:oci`, two);
        await build('single', '', '--platform', 'linux/arm/v6', '--provenance=false');
        assert.equal((await hasPlatforms(`${repository}:single`, ['linux/arm/v6'])).kind, 'manifest');
        await build('windows', '', '--platform', 'windows/amd64', '--provenance=false');
        await hasPlatforms(`${repository}:windows`, ['windows/amd64']);
        const join = ['plain', 'single', 'windows'].map((tag) => `${repository}:${tag}`);
        await run('docker', ['buildx', 'imagetools', 'create', '-t', `${repository}:joined`, ...join], { env });
        await hasPlatforms(`${repository}:joined`, [...two, 'linux/arm/v6', 'windows/amd64']);
      } finally {
        await engine.stop();
      }
    });
  }

  it('have the platforms that crane and skopeo find: buildah and skopeo copy', async () => {
    const { buildah, skopeo } = tools;
    const repository = `${host}/buildah/app`;
    const push = ['--tls-verify=false'];
    for (const format of ['oci', 'docker']) {
      for (const platform of three) {
        const list = `localhost/${format}-list`;
        await buildah('bud', '--format', format, '--platform', platform, '--manifest', list, folder);
      }
      const to = `docker://${repository}:${format}-list`;
      await buildah(
        'manifest',
        'push',
        '--all',
        ...push,
        '--format',
        format === 'oci' ? 'oci' : 'v2s2',
        `localhost/${format}-list`,
        to,
      );
      await hasPlatforms(`${repository}:${format}-list`, three);
      await buildah('bud', '--format', format, '--platform', 'linux/arm64', '-t', `localhost/${format}-single`, folder);
      await buildah(
        'push',
        ...push,
        '--format',
        format,
        `localhost/${format}-single`,
        `docker://${repository}:${format}-single`,
      );
      await hasPlatforms(`${repository}:${format}-single`, ['linux/arm64']);
    }
    const plain = ['--src-tls-verify=false', '--dest-tls-verify=false'];
    const copy = (from: string, to: string, ...args: readonly string[]) =>
      skopeo('copy', ...plain, ...args, `docker://${repository}:${from}`, `docker://${host}/copied/app:${to}`);
    await copy('oci-list', 'all', '--all');
    await hasPlatforms(`${host}/copied/app:all`, three);
    await copy('oci-list', 'converted', '--all', '--format', 'v2s2');
    await hasPlatforms(`${host}/copied/app:converted`, three);
    await copy('docker-list', 'back', '--all', '--format', 'oci');
    await hasPlatforms(`${host}/copied/app:back`, three);
    await copy('docker-single', 'single', '--format', 'oci');
    await hasPlatforms(`${host}/copied/app:single`, ['linux/arm64']);
  });

  it('have the platforms that crane and skopeo find: crane', async () => {
    const repository = `${host}/crane/app`;
    const layer = path.join(folder, 'layer.tar');
    await run('tar', ['-C', folder, '-cf', layer, 'Dockerfile']);
    const ask = (...args: readonly string[]) => run(crane, [...args, '--insecure']);
    for (const platform of two) {
      const tag = platform.replace('/', '-');
      await ask('append', '-f', layer, '-t', `${repository}:${tag}`);
      await ask('mutate', `${repository}:${tag}`, '--set-platform', platform, '-t', `${repository}:${tag}`);
      await hasPlatforms(`${repository}:${tag}`, [platform]);
    }
    const both = two.flatMap((platform) => ['-m', `${repository}:${platform.replace('/', '-')}`]);
    await ask('index', 'append', ...both, '-t', `${repository}:both`);
    await hasPlatforms(`${repository}:both`, two);
    await ask('index', 'append', ...both, '--docker-empty-base', '-t', `${repository}:docker`);
    await hasPlatforms(`${repository}:docker`, two);
    await ask('index', 'filter', `${repository}:both`, '--platform', 'linux/arm64', '-t', `${repository}:filtered`);
    await hasPlatforms(`${repository}:filtered`, ['linux/arm64']);
    const second = await startCraneRegistry();
    ends.add(second.stop);
    await ask('copy', `${repository}:both`, `${second.host}/crane/app:both`);
    await hasPlatforms(`${second.host}/crane/app:both`, two);
  });
});
