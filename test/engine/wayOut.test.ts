import assert from 'node:assert/strict';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildRequest } from '../../src/domain/build/request.ts';
import { diagnoseError } from '../../src/services/diagnoseError.ts';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { buildkitImage } from '../bed/engine/buildkitImage.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { docker, leftovers } from './leftovers.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip, skipBecause } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { readRegistry } from './registryReader.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const name = 'multiarch';
const node = `buildx_buildkit_${name}0`;

describe('the way out of what the classic image store refuses', function () {
  this.timeout(180_000);
  let engine: Engine;
  let registry: Registry;
  let base: string;
  const ends = new Ends();

  before(async function () {
    this.timeout(600_000);
    await bringOrSkip(this, async () => {
      engine = await findOrBringEngine({ store: 'classic', own: true });
      ends.add(engine.stop);
      ends.add(useEnvironment(engine.env));
      // in the builder's container, 127.0.0.1 is the container itself
      registry = await startRegistry({ address: engine.address! });
      ends.add(registry.stop);
      base = await pushBaseImage(registry);
    });
  });
  after(() => ends.run());
  afterEach(() => docker('buildx', 'rm', '--force', name).catch(() => undefined));

  it('leaves nothing half-made behind when BuildKit cannot be had', async function () {
    if (
      await docker('pull', 'moby/buildkit:buildx-stable-1').then(
        () => true,
        () => false,
      )
    ) {
      skipBecause(this, 'Docker Hub is in reach');
    }
    await assert.rejects(composeServices().builders.createContainer(name), (error) => {
      const { code, params } = diagnoseError(error).diagnosis;
      assert.equal(code, 'builderFailed');
      assert.match(params.detail ?? '', /registry-1\.docker\.io|moby\/buildkit/);
      return true;
    });
    assert.deepEqual(await leftovers(), []);
  });

  it('does not touch an existing builder with that name', async () => {
    await docker('buildx', 'create', '--name', name, '--driver', 'remote', 'tcp://127.0.0.1:1');
    await assert.rejects(
      composeServices().builders.createContainer(name),
      (error) => diagnoseError(error).code === 'builderExists',
    );
    assert.deepEqual(await leftovers(), [`builder ${name}`]);
  });

  it('leaves alone a builder that was there before, when cancelled at once', async () => {
    await docker('buildx', 'create', '--name', name, '--driver', 'docker-container');
    const services = composeServices();
    const abort = new AbortController();
    const creating = services.builders.createContainer(name, abort.signal);
    await Promise.all([
      cancelled(creating),
      abortWhen(abort, () => services.commands.some((argv) => argv.includes('inspect'))),
    ]);
    assert.deepEqual(await leftovers(), [`builder ${name}`]);
  });

  describe('with BuildKit at hand', () => {
    before(async function () {
      // built from Go the first time
      this.timeout(900_000);
      await bringOrSkip(this, () => buildkitImage(engine));
      // the default of buildx for every builder that it creates
      const configuration = path.join(engine.env.DOCKER_CONFIG!, 'buildx', 'buildkitd.default.toml');
      await mkdir(path.dirname(configuration), { recursive: true });
      await writeFile(configuration, `[registry."${registry.host}"]\n  http = true\n`);
    });

    const outputs: readonly (readonly [string, BuildRequest, string])[] = [
      ['push', { output: 'push' }, 'multiPlatformUnsupported'],
      ['OCI layout', { output: 'oci', destination: 'layout' }, 'exporterUnsupported'],
    ];
    for (const [what, part, refusal] of outputs) {
      it(`offers a builder of its own for two platforms, and builds with it (${what})`, async () => {
        const workspace = await workspaceWith({
          Dockerfile: `FROM --platform=$BUILDPLATFORM ${base} AS cross
ARG TARGETARCH
RUN echo $TARGETARCH > /for
FROM ${base}
COPY --from=cross /for /for
`,
        });
        const services = composeServices();
        const request = { ...part, platforms: both, tags: [`${registry.host}/way/out:1`] };
        const refused = await workspace.build(services, request);
        assert.equal(refused.failure?.code, refusal);
        assert.deepEqual(refused.failure.remedies[0], { id: 'createBuilder' });
        const builder = await services.builders.createContainer(name);
        const report = await workspace.build(services, { ...request, builder });
        assert.equal(report.failure, undefined);
        assert.deepEqual([report.ok, report.verified, report.missing], [true, true, []]);
        assert.deepEqual(
          report.platforms.map(({ platform }) => platform),
          both,
        );
        if (part.output === 'push') {
          const { digest, entries } = await readRegistry(registry).index('way/out', '1');
          assert.equal(report.digest, digest);
          const runnable = entries.filter(({ platform }) => platform?.os !== 'unknown');
          const machines = runnable.map((entry) => readRegistry(registry).elfMachine('way/out', entry.digest));
          assert.deepEqual(await Promise.all(machines), ['x86-64', 'aarch64']);
        }
        assert.equal((await services.builders.inUse(undefined)).name, 'default');
        await workspace.remove();
      });
    }

    it('uses the builder that is there, and starts it when it was stopped', async () => {
      const { builders } = composeServices();
      await builders.createContainer(name);
      const id = await docker('inspect', '--format', '{{.Id}}', node);
      await docker('buildx', 'stop', name);
      assert.equal(await builders.createContainer(name), name);
      assert.equal(await docker('inspect', '--format', '{{.Id}} {{.State.Running}}', node), `${id} true`);
    });

    for (const [when, came] of [
      ['before its container is there', () => exists(path.join(engine.env.DOCKER_CONFIG!, 'buildx/instances', name))],
      ['while its container starts', () => docker('ps', '--all', '--quiet').then((id) => id !== '')],
    ] as const) {
      it(`leaves nothing half-made behind when cancelled ${when}`, async () => {
        const abort = new AbortController();
        const creating = composeServices().builders.createContainer(name, abort.signal);
        await Promise.all([cancelled(creating), abortWhen(abort, came)]);
        assert.deepEqual(await leftovers(), []);
      });
    }
  });
});

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function cancelled(work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => diagnoseError(error).code === 'cancelled');
}

async function abortWhen(abort: AbortController, came: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await came())) {
    await sleep(5);
  }
  abort.abort();
}
