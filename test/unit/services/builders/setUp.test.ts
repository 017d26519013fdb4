import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { createBuilderSetUp } from '../../../../src/services/builders/setUp.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import type { Environment } from '../../../../src/services/environment.ts';
import { scriptedRunner } from '../../../support/scriptedRunner.ts';
import { stub } from '../../../support/stub.ts';
import { inVscode, seen, shows } from '../../../support/vscode/session.ts';

const node = (name: string, more: object = {}) => ({
  Name: name,
  Endpoint: 'default',
  Platforms: null,
  DriverOpts: { network: 'host' },
  Flags: ['--debug'],
  Files: null,
  ...more,
});
const stored = (...nodes: readonly object[]) => JSON.stringify({ Driver: 'docker-container', Nodes: nodes });
const farm: Builder = {
  name: 'farm',
  driver: 'docker-container',
  nodes: ['farm0', 'farm1'].map((name) => ({
    name,
    endpoint: 'default',
    status: 'running',
    labels: {},
    platforms: [],
  })),
};
const failed = { stderr: 'ERROR: no such host' };

describe('making and changing builders', () => {
  inVscode();
  let folder = '';
  const file = (name: string) => path.join(folder, 'instances', name);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'multiarch-test-'));
    await mkdir(path.join(folder, 'instances'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const setUp = (answers: Parameters<typeof scriptedRunner>[0] = []) =>
    createBuilderSetUp({
      runner: scriptedRunner(answers),
      environment: stub<Environment>('Environment', {
        docker: () => Promise.resolve('docker'),
        buildx: () => Promise.resolve({ major: 0, minor: 29, text: '0.29.1' }),
      }),
      folder: () => folder,
    });
  const container = {
    name: 'farm',
    driver: 'docker-container',
    nodes: [
      { platforms: ['linux/amd64'], options: {} },
      { endpoint: 'arm', platforms: ['linux/arm64'], options: {} },
    ],
  } as const;
  /** The commands, without generated names. */
  const ran = () =>
    seen()
      .replaceAll(/leaving-[0-9a-f]{8}/g, 'leaving-X')
      .replaceAll(/\S*multiarch-buildkit-\w+/g, 'TMP');

  it('makes all nodes, and starts them with the last one', async () => {
    assert.equal(await setUp().create(container), 'farm');
    shows(`
      $ docker buildx create --name farm --driver docker-container --platform linux/amd64
      $ docker buildx create --append --name farm --platform linux/arm64 --bootstrap -- arm
    `);
  });

  it('leaves nothing behind when that fails', async () => {
    await writeFile(file('x'), '');
    const failing = setUp([
      [
        '--append',
        async () => {
          await writeFile(file('farm'), stored(node('farm0')));
          return failed;
        },
      ],
    ]);
    await assert.rejects(failing.create(container), { code: 'builderFailed' });
    shows(`
      $ docker buildx create --name farm --driver docker-container --platform linux/amd64
      $ docker buildx create --append --name farm --platform linux/arm64 --bootstrap -- arm
      $ docker buildx rm -- farm
    `);
    await assert.rejects(readFile(file('farm')));
  });

  it('never touches a builder that existed before, or was created by someone else meanwhile', async () => {
    await writeFile(file('farm'), stored(node('farm0')));
    await assert.rejects(setUp().create(container), { code: 'builderExists' });
    await rm(file('farm'));
    const raced = setUp([
      ['create', { stderr: 'ERROR: existing instance for "farm" but no append mode, specify --append to append' }],
    ]);
    await assert.rejects(raced.create(container), (error) => diagnoseError(error).code === 'builderExists');
    assert.doesNotMatch(seen(), / rm /);
  });

  it('refuses a request that is none', async () => {
    await assert.rejects(setUp().create({ ...container, name: '-x' }), { code: 'builderInvalid' });
    shows('');
  });

  it('gives BuildKit the configuration of registries, and takes the file away again', async () => {
    let text = '';
    const runner = setUp([
      [
        '--buildkitd-config',
        async () => {
          const line = seen();
          text = await readFile(/--buildkitd-config (\S+)/.exec(line)?.[1] ?? '', 'utf8');
          return '';
        },
      ],
    ]);
    await runner.create({
      ...container,
      nodes: [{ platforms: [], options: {} }],
      registries: [{ host: 'r.io:5000', http: true }],
    });
    assert.match(text, /\[registry\."r\.io:5000"\]/);
  });

  it('adds a node with the configuration of the first one, and starts it', async () => {
    const config = Buffer.from('root = "/etc/buildkit/x"').toString('base64');
    await writeFile(file('farm'), stored(node('farm0', { Files: { 'buildkitd.toml': config } })));
    await setUp().addNode(farm, { endpoint: 'arm', platforms: ['linux/arm64'], options: {} });
    assert.equal(
      ran(),
      '$ docker buildx create --append --name farm --platform linux/arm64 --buildkitd-config TMP/buildkitd.toml --bootstrap -- arm',
    );
  });

  it('puts the builder back as it was when a node does not start, and ends what runs for it', async () => {
    const before = stored(node('farm0'));
    await writeFile(file('farm'), before);
    const failing = setUp([
      [
        '--append',
        async () => {
          await writeFile(file('farm'), stored(node('farm0', { Flags: null }), node('farm1', { Endpoint: 'arm' })));
          return failed;
        },
      ],
    ]);
    await assert.rejects(failing.addNode(farm, { endpoint: 'arm', platforms: ['linux/arm64'], options: {} }), {
      code: 'builderFailed',
    });
    assert.equal(await readFile(file('farm'), 'utf8'), before);
    assert.equal(
      ran(),
      [
        '$ docker buildx create --append --name farm --platform linux/arm64 --bootstrap -- arm',
        '$ docker buildx create --name leaving-X --driver docker-container --node farm1 --driver-opt network=host -- arm',
        '$ docker buildx rm -- leaving-X',
      ].join('\n'),
    );
  });

  it('removes a node with what runs for it, and never the last one', async () => {
    await writeFile(file('farm'), stored(node('farm0'), node('farm1')));
    await setUp().removeNode(farm, farm.nodes[1]!);
    assert.equal(
      ran(),
      [
        '$ docker buildx create --name farm --node farm1 --leave',
        '$ docker buildx create --name leaving-X --driver docker-container --node farm1 --driver-opt network=host -- default',
        '$ docker buildx rm -- leaving-X',
      ].join('\n'),
    );
    await writeFile(file('farm'), stored(node('farm0')));
    await assert.rejects(setUp().removeNode(farm, farm.nodes[0]!), { code: 'builderInvalid' });
    await rm(file('farm'));
    await assert.rejects(setUp().removeNode(farm, farm.nodes[0]!), { code: 'builderNotFound' });
  });

  it('pins platforms, and puts back what buildx changed beside them', async () => {
    await writeFile(file('farm'), stored(node('farm0'), node('farm1')));
    const arm64 = [{ architecture: 'arm64', os: 'linux' }];
    const pinning = setUp([
      [
        '--append',
        async () => {
          await writeFile(
            file('farm'),
            stored(node('farm0', { Flags: null }), node('farm1', { Platforms: arm64, Flags: null })),
          );
          return '';
        },
      ],
    ]);
    await pinning.pin(farm, farm.nodes[1]!, ['linux/arm64']);
    shows(`
      $ docker buildx create --append --name farm --node farm1 --platform linux/arm64 --buildkitd-flags --debug
    `);
    assert.equal(await readFile(file('farm'), 'utf8'), stored(node('farm0'), node('farm1', { Platforms: arm64 })));
    await assert.rejects(setUp().pin(farm, farm.nodes[1]!, []), { code: 'builderInvalid' });
    await assert.rejects(setUp().pin(farm, { ...farm.nodes[0]!, name: 'other' }, ['linux/arm64']), {
      code: 'builderInvalid',
    });
  });
});
