import assert from 'node:assert/strict';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { createBuilderActions } from '../../../../src/services/builders/actions.ts';
import { createEmulation } from '../../../../src/services/builders/emulation.ts';
import { createBuildHistory } from '../../../../src/services/builders/history.ts';
import type { Environment } from '../../../../src/services/environment.ts';
import { CancelledError } from '../../../../src/tools/process/errors.ts';
import { scriptedRunner } from '../../../support/scriptedRunner.ts';
import { stub } from '../../../support/stub.ts';
import { inVscode, seen, shows } from '../../../support/vscode/session.ts';
import { farm } from '../../builders.ts';

const environment = (minor = 29) =>
  stub<Environment>('Environment', {
    docker: () => Promise.resolve('docker'),
    buildx: () => Promise.resolve({ major: 0, minor, text: `0.${minor}.0` }),
  });
const container: Builder = {
  ...farm('linux/amd64', 'linux/arm64*'),
  driver: 'docker-container',
  nodes: farm('linux/amd64', 'linux/arm64*').nodes.map((node, at) => ({
    ...node,
    endpoint: ['default', 'arm'][at] ?? '',
  })),
};
const noProgram = {
  stderr: 'ERROR: failed to solve: process "/probe" did not complete successfully: exec format error',
};

describe('what a builder runs', () => {
  inVscode();

  it('is tried with a tiny program for each platform, which is taken out of the history again', async () => {
    const emulation = createEmulation(scriptedRunner([['linux/s390x', noProgram]]), environment());
    const checks = await emulation.check('farm', ['linux/amd64', 'linux/s390x', 'windows/amd64']);
    assert.deepEqual(
      checks.map(({ platform, runs }) => `${platform} ${runs}`),
      ['linux/amd64 true', 'linux/s390x false'],
    );
    const lines = seen().split('\n');
    assert.match(lines.at(-1) ?? '', /history ls/);
    assert.equal(lines.filter((line) => line.includes('buildx build')).length, 2);
  });

  it('leaves the history alone where this buildx has none, and rejects with what a build fails with', async () => {
    await createEmulation(scriptedRunner(), environment(19)).check('farm', ['linux/amd64']);
    assert.doesNotMatch(seen(), /history/);
    const failing = createEmulation(
      scriptedRunner([['buildx build', { stderr: 'ERROR: no builder "farm" found' }]]),
      environment(),
    );
    await assert.rejects(failing.check('farm', ['linux/amd64']), /no builder/);
  });
});

describe('emulators', () => {
  inVscode();

  it('are installed on the engine of each node that builds for the platform, where that is an engine', async () => {
    const emulation = createEmulation(scriptedRunner(), environment());
    assert.deepEqual(
      emulation
        .installs(container, ['linux/s390x', 'linux/arm64', 'none'])
        .map(({ engine, platforms }) => [engine, platforms]),
      [
        ['default', ['linux/s390x']],
        ['arm', ['linux/arm64']],
      ],
    );
    assert.deepEqual(emulation.installs({ ...container, driver: 'remote' }, ['linux/s390x']), []);
    assert.match(emulation.commandThere(['linux/s390x', 'none']).join(' '), /--install s390x$/);
    await emulation.install(container, ['linux/s390x']);
    shows(`
      $ docker --context default run --privileged --rm tonistiigi/binfmt:qemu-v10.2.3@sha256:400a4873… --uninstall s390x --install s390x
    `);
  });

  it('are not taken for installed where the installer says that they are not', async () => {
    const emulation = createEmulation(
      scriptedRunner([['--install', '{"supported":["linux/amd64"],"emulators":[]}']]),
      environment(),
    );
    await emulation.install(container, ['linux/s390x']).catch((error: unknown) => {
      assert.equal((error as { code: string }).code, 'emulatorsNotInstalled');
    });
    seen();
  });
});

describe('what can be done with a builder', () => {
  inVscode();

  it('is what buildx does', async () => {
    const actions = createBuilderActions(
      scriptedRunner([
        ['inspect', 'Name: farm'],
        ['du', 'Reclaimable:\t1GB\nTotal:\t2GB\n'],
        ['prune', 'Total:\t1GB\n'],
      ]),
      environment(),
    );
    await actions.use('farm');
    await actions.start('farm');
    await actions.stop('farm');
    await actions.remove('farm');
    assert.deepEqual(await actions.diskUsage('farm'), { total: 2e9, reclaimable: 1e9, entries: 0 });
    assert.equal(await actions.prune('farm', true), 1e9);
    assert.equal(await actions.describe('farm'), 'Name: farm');
    shows(`
      $ docker buildx use -- farm
      $ docker buildx inspect --bootstrap -- farm
      $ docker buildx stop -- farm
      $ docker buildx rm -- farm
      $ docker buildx du --builder farm
      $ docker buildx prune --builder farm --force --all
      $ docker buildx inspect -- farm
    `);
    await assert.rejects(actions.start('farm', AbortSignal.abort()), CancelledError);
  });
});

describe('the builds that a builder remembers', () => {
  inVscode();

  it('need a buildx that can tell', async () => {
    assert.deepEqual(await createBuildHistory(scriptedRunner(), environment(20)).support(), { supported: true });
    assert.deepEqual(await createBuildHistory(scriptedRunner(), environment(19)).support(), {
      supported: false,
      needs: '0.20',
      found: '0.19.0',
    });
  });

  it('are listed newest first, and read or removed one by one', async () => {
    const record = (ref: string, createdAt: string) =>
      JSON.stringify({
        ref,
        name: ref,
        status: 'Completed',
        created_at: createdAt,
        total_steps: 1,
        completed_steps: 1,
        cached_steps: 0,
      });
    const history = createBuildHistory(
      scriptedRunner([
        [
          'history ls',
          `${record('farm/farm0/old', '2026-11-01T00:00:00Z')}\n${record('farm/farm0/new', '2026-11-02T00:00:00Z')}\n`,
        ],
        ['history inspect', JSON.stringify({ Name: 'app', Context: 'home/me/app', Status: 'completed' })],
        ['history logs', { stderr: '#1 done', exitCode: 0 }],
      ]),
      environment(),
    );
    assert.deepEqual(
      (await history.list('farm')).map(({ ref }) => ref),
      ['farm/farm0/new', 'farm/farm0/old'],
    );
    assert.equal((await history.details('farm', 'farm/farm0/new')).context, '/home/me/app');
    assert.equal(await history.log('farm', 'farm/farm0/new'), '#1 done');
    await history.remove('farm', 'farm/farm0/new');
    shows(`
      $ docker buildx history ls --builder farm --format json
      $ docker buildx history inspect --builder farm --format json -- new
      $ docker buildx history logs --builder farm --progress plain -- new
      $ docker buildx history rm --builder farm -- new
    `);
  });

  it('have the address of a repository as it is', async () => {
    const history = createBuildHistory(
      scriptedRunner([
        ['history inspect', JSON.stringify({ Context: 'https://github.com/me/app.git', Status: 'completed' })],
      ]),
      environment(),
    );
    assert.equal((await history.details('farm', 'x')).context, 'https://github.com/me/app.git');
    seen();
  });
});
