import { execa } from 'execa';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { bakeFile } from '../../src/domain/pipeline/bakeFile.ts';
import { githubMatrixWorkflow } from '../../src/domain/pipeline/github/matrixWorkflow.ts';
import { startBuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { actionlintFromGo } from '../bed/engine/actionlint.ts';
import { unpackShellTools } from '../bed/engine/packages.ts';
import { run } from '../bed/engine/processes.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { makefileOf, pipelineFacts, samplePipelines } from '../support/pipelines.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { readRegistry } from './registryReader.ts';
import { useEnvironment } from './support.ts';

describe('generated workflows', function () {
  this.timeout(300_000);

  it('pass actionlint', async function () {
    const actionlint = await bringOrSkip(this, actionlintFromGo);
    const folder = await mkdtemp(path.join(tmpdir(), 'workflows-'));
    const workflows = Object.entries(samplePipelines).filter(([name]) => /^(?:builder|matrix|qemu).*\.yml$/.test(name));
    assert.equal(workflows.length, 5);
    const files = workflows.map(([name]) => path.join(folder, name));
    await Promise.all(workflows.map(([name, text]) => writeFile(path.join(folder, name), text)));
    const options = ['-no-color', '-shellcheck=', '-pyflakes='];
    assert.equal(await run(actionlint, [...options, ...files]), '');
    // the linter finds what is wrong
    await writeFile(files[0]!, workflows[0]![1].replace('github.ref', 'github.reff'));
    const found = await execa(actionlint, [...options, files[0]!], { reject: false });
    assert.match(found.stdout, /property "reff" is not defined/);
    await rm(folder, { recursive: true });
  });
});

describe('generated files, run by make, bake and a shell', function () {
  this.timeout(300_000);
  let world: World;
  let folder: string;
  let tools: Readonly<Record<string, string>>;
  const ends = new Ends();

  before(async function () {
    await bringOrSkip(this, async () => {
      tools = await unpackShellTools();
      world = await bringWorld();
      ends.add(world.stop);
    });
    ends.add(useEnvironment(world.engine.env));
    folder = await mkdtemp(path.join(tmpdir(), 'pipelines-'));
    ends.add(() => rm(folder, { recursive: true }));
    await mkdir(path.join(folder, 'my app'));
    await writeFile(
      path.join(folder, 'my app', 'app.Dockerfile'),
      `FROM ${world.base} AS run\nARG NAME\nRUN uname -m > /machine && echo "$NAME" > /name\nFROM scratch\n`,
    );
  });
  after(() => ends.run());

  const factsFor = (image: string) =>
    pipelineFacts({
      dockerfile: 'my app/app.Dockerfile',
      context: 'my app',
      target: 'run',
      tags: [image],
      buildArgs: { NAME: `it's $HOME #1` },
    });
  const shell = (script: string, env: Readonly<Record<string, string>> = {}) =>
    run('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...world.engine.env, ...tools, ...env },
    });
  const machines = async (name: string) => {
    const registry = readRegistry(world.registry);
    const { entries } = await registry.index(name, '1');
    const images = entries.flatMap(({ digest, platform }) => (platform?.os === 'linux' ? [{ digest, platform }] : []));
    return Object.fromEntries(
      await Promise.all(
        images.map(
          async ({ digest, platform }) => [platform.architecture, await registry.elfMachine(name, digest)] as const,
        ),
      ),
    );
  };
  const both = { amd64: 'x86-64', arm64: 'aarch64' };

  it('push what the targets of the Makefile say, beside the user’s own', async () => {
    const image = `${world.registry.host}/made`;
    const makefile = path.join(folder, 'Makefile');
    await writeFile(makefile, makefileOf('own:\n\t@echo mine\n', factsFor(`${image}:1`)));
    await shell('make docker-build');
    assert.deepEqual(await machines('made'), both);
    await shell('make docker-build-amd64');
    assert.deepEqual(await machines('made'), { amd64: both.amd64 });
    await shell('make docker-build-local MULTIARCH_TAG=local');
    assert.equal(await shell(`docker run --rm ${image}:local cat /name`), `it's $HOME #1`);
    assert.equal(await shell('make own'), 'mine');
    const once = await readFile(makefile, 'utf8');
    assert.equal(makefileOf(once, factsFor(`${image}:1`)), once);
  });

  it('push what the bake file says', async () => {
    await writeFile(path.join(folder, 'docker-bake.hcl'), bakeFile(factsFor(`${world.registry.host}/baked:1`)));
    await shell('docker buildx bake --push');
    assert.deepEqual(await machines('baked'), both);
    assert.equal(await shell(`docker run --rm ${world.registry.host}/baked:1 cat /name`), `it's $HOME #1`);
  });

  it('join digests under the tags, and refuse a tag that lacks a platform', async () => {
    const image = `${world.registry.host}/joined`;
    const { jobs } = parse(githubMatrixWorkflow(factsFor(`${image}:1`), 'main')) as {
      jobs: Record<'build' | 'publish', { steps: { name: string; run?: string; env?: Record<string, string> }[] }>;
    };
    const script = (job: 'build' | 'publish', name: string) =>
      jobs[job].steps.find((step) => step.name === name)?.run ?? '';
    const digests = path.join(folder, 'digests');
    // the docker driver pushes nothing by digest
    const node = await startBuildkitNode();
    ends.add(node.stop);
    const builder = `digests-${randomBytes(4).toString('hex')}`;
    await shell(`docker buildx create --name ${builder} --driver remote ${node.address}`);
    ends.add(() => shell(`docker buildx rm ${builder}`));
    for (const platform of ['linux/amd64', 'linux/arm64']) {
      const metadata = path.join(folder, 'metadata.json');
      const output = `type=image,name=${image},push-by-digest=true,name-canonical=true,push=true`;
      await shell(
        `docker buildx build --builder ${builder} --platform ${platform} --target run --file 'my app/app.Dockerfile' --output ${output} --metadata-file ${metadata} 'my app'`,
      );
      const { 'containerimage.digest': digest } = JSON.parse(await readFile(metadata, 'utf8')) as Record<
        string,
        string
      >;
      await shell(script('build', 'Save the digest'), { RUNNER_TEMP: folder, DIGEST: digest ?? '' });
    }
    const env = {
      IMAGE: image,
      VERSION: '1',
      PLATFORMS: 'linux/amd64 linux/arm64',
      DOCKER_METADATA_OUTPUT_JSON: JSON.stringify({ tags: [`${image}:1`, `${image}:main`] }),
    };
    await shell(`cd ${digests}\n${script('publish', 'Create the image index')}`, env);
    assert.deepEqual(await machines('joined'), both);
    await shell(script('publish', 'Verify the platforms'), env);
    const lacking = `(${script('publish', 'Verify the platforms')}) || true`;
    assert.match(
      await shell(lacking, { ...env, PLATFORMS: 'linux/amd64 linux/s390x' }),
      /^::error::\S+\/joined:1 lacks linux\/s390x$/m,
    );
  });
});
