import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DiagnosedError, type DiagnosisCode } from '../../src/domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../src/domain/image/describe.ts';
import { craneFromGo, startCraneRegistry } from '../bed/engine/crane.ts';
import { bringImageTools } from '../bed/engine/imageTools.ts';
import { startRegistry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { startCountingProxy } from './countingProxy.ts';
import { craneProgram, platformsBy, skopeoProgram, type OtherProgram } from './otherPrograms.ts';
import { rawRegistry, types, type RawRegistry } from './registryShapes.ts';
import { composeServices, useEnvironment } from './support.ts';

const run = promisify(execFile);

const ten = [
  ['linux', 'amd64'],
  ['linux', 'amd64', 'v2'],
  ['linux', '386'],
  ['linux', 'arm64'],
  ['linux', 'arm', 'v5'],
  ['linux', 'arm', 'v6'],
  ['linux', 'arm', 'v7'],
  ['linux', 'ppc64le'],
  ['linux', 's390x'],
  ['linux', 'riscv64'],
].map(([os, architecture, variant]) => ({ os, architecture, ...(variant !== undefined && { variant }) }));

/** Pushes images of all forms to a registry; their tags. */
async function putShapes(raw: RawRegistry): Promise<readonly string[]> {
  const amd64 = { os: 'linux', architecture: 'amd64' };
  const arm64 = { os: 'linux', architecture: 'arm64' };
  const entry = async (platform: Readonly<Record<string, unknown>>, type?: string) => ({
    ...(await raw.image(platform, {}, type)),
    platform,
  });
  await raw.index('ten', await Promise.all(ten.map((platform) => entry(platform))));
  await raw.index(
    'docker-list',
    await Promise.all([amd64, arm64].map((platform) => entry(platform, types.dockerManifest))),
    {},
    types.dockerList,
  );
  await raw.put(
    'docker-single',
    { schemaVersion: 2, mediaType: types.dockerManifest, ...(await parts(raw, arm64, true)) },
    types.dockerManifest,
  );
  await raw.put('without-type', { schemaVersion: 2, ...(await parts(raw, amd64, false)) }, types.ociManifest);
  await raw.put(
    'index-without-type',
    { schemaVersion: 2, manifests: [await entry(amd64), await entry(arm64)] },
    types.ociIndex,
  );
  await raw.index('windows', [
    await entry({ os: 'windows', architecture: 'amd64', 'os.version': '10.0.17763.1' }),
    await entry({ os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.2' }),
  ]);
  const inner = await raw.index('inner', [await entry(arm64)]);
  await raw.index('nested', [await entry(amd64), inner]);
  await raw.index('without-platform', [await raw.image(amd64), await raw.image(arm64)]);
  const attested = await entry(amd64);
  const statement = await raw.blob('{}');
  const attestation = await raw.put(
    '',
    {
      schemaVersion: 2,
      mediaType: types.ociManifest,
      ...(await parts(raw, { os: 'unknown', architecture: 'unknown' }, false)),
      layers: [
        {
          ...statement,
          mediaType: 'application/vnd.in-toto+json',
          annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' },
        },
      ],
    },
    types.ociManifest,
  );
  await raw.index('attested', [
    attested,
    {
      ...attestation,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': attested.digest,
      },
    },
  ]);
  const provenance = {
    ...statement,
    mediaType: 'application/vnd.in-toto+json',
    annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' },
  };
  const subject = await raw.image(arm64);
  const artifact = await raw.put(
    '',
    {
      schemaVersion: 2,
      mediaType: types.ociManifest,
      artifactType: 'application/vnd.docker.attestation.manifest.v1+json',
      config: { ...(await raw.blob('{}')), mediaType: 'application/vnd.oci.empty.v1+json' },
      layers: [provenance],
      subject,
    },
    types.ociManifest,
  );
  await raw.index('attested-artifact', [
    { ...subject, platform: arm64 },
    { ...artifact, platform: { os: 'unknown', architecture: 'unknown' } },
  ]);
  await raw.index('odd-names', [
    await entry({ os: 'linux', architecture: 'aarch64' }),
    await entry({ os: 'linux', architecture: 'arm64', variant: 'v8' }),
    await entry({ os: 'linux', architecture: 'arm' }),
    await entry({ os: 'linux', architecture: 'armhf' }),
    await entry({ os: 'linux', architecture: 'x86_64' }),
    await entry({ os: 'macos', architecture: 'arm64' }),
  ]);
  const chart = { ...(await raw.blob('a chart')), mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' };
  const chartConfig = { ...(await raw.blob('{"name":"demo"}')), mediaType: 'application/vnd.cncf.helm.config.v1+json' };
  await raw.put(
    'chart',
    { schemaVersion: 2, mediaType: types.ociManifest, config: chartConfig, layers: [chart] },
    types.ociManifest,
  );
  const signed = {
    ...(await raw.blob('{"critical":{}}')),
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
  };
  const unsigned = {
    ...(await raw.blob('{"architecture":"","os":""}')),
    mediaType: 'application/vnd.oci.image.config.v1+json',
  };
  const signature = { schemaVersion: 2, mediaType: types.ociManifest, config: unsigned, layers: [signed] };
  await raw.put('signature', signature, types.ociManifest);
  const doomed = await entry({ os: 'linux', architecture: 'mips64le' });
  await raw.index('dangling', [await entry(amd64), doomed]);
  await raw.remove(doomed.digest);
  return [
    ...['ten', 'docker-list', 'docker-single', 'without-type', 'index-without-type', 'windows', 'nested'],
    ...['without-platform', 'attested', 'attested-artifact', 'odd-names', 'chart', 'signature', 'dangling'],
  ];
}

async function parts(raw: RawRegistry, platform: object, isDocker: boolean) {
  const layer = await raw.blob(`layer of ${JSON.stringify(platform)}`);
  const config = await raw.blob(JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [layer.digest] } }));
  const own = isDocker
    ? ['application/vnd.docker.container.image.v1+json', 'application/vnd.docker.image.rootfs.diff.tar.gzip']
    : ['application/vnd.oci.image.config.v1+json', 'application/vnd.oci.image.layer.v1.tar'];
  return { config: { ...config, mediaType: own[0] }, layers: [{ ...layer, mediaType: own[1] }] };
}

describe('images in real registries', function () {
  const ends = new Ends();
  let crane = '';
  let folder = '';
  let programs: readonly OtherProgram[] = [];
  before(async function () {
    this.timeout(600_000);
    crane = await bringOrSkip(this, craneFromGo);
    const tools = await bringOrSkip(this, bringImageTools);
    ends.add(tools.stop);
    programs = [craneProgram(crane), skopeoProgram(tools)];
    folder = await mkdtemp(path.join(tmpdir(), 'registries-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
  });
  after(() => ends.run());
  const ask = async (...args: readonly string[]) => (await run(crane, [...args, '--insecure'])).stdout;

  const platformsOf = ({ images }: InspectedImage) => images.map(({ platform }) => platform);

  for (const [what, start] of [
    ['Debian’s registry', startRegistry],
    ['crane’s registry', startCraneRegistry],
  ] as const) {
    describe(`in ${what}`, () => {
      let raw: RawRegistry;
      let tags: readonly string[] = [];
      before(async function () {
        const registry = await bringOrSkip(this, () => start());
        ends.add(registry.stop);
        raw = rawRegistry(registry.host, 'shapes/app');
        tags = await putShapes(raw);
      });

      it('have the platforms that crane and skopeo find, of every shape, without a process', async () => {
        const { images, commands } = composeServices();
        for (const tag of tags) {
          const image = await images.inspect(raw.ref(tag));
          for (const program of programs) {
            const found = await platformsBy(program, raw.ref(tag));
            assert.deepEqual(platformsOf(image), found, `${tag} by ${program.name}`);
          }
          assert.equal(image.digest, (await ask('digest', raw.ref(tag))).trim(), tag);
          assert.equal(image.through, undefined);
        }
        assert.deepEqual(commands, []);
      });

      it('tell what is missing, and charts and signatures as what they are', async () => {
        const { images } = composeServices();
        const dangling = await images.inspect(raw.ref('dangling'));
        assert.deepEqual(
          dangling.images.map(({ platform, size }) => [platform, size !== undefined]),
          [
            ['linux/amd64', true],
            ['linux/mips64le', false],
          ],
        );
        for (const tag of ['chart', 'signature']) {
          assert.equal((await images.inspect(raw.ref(tag))).kind, 'artifact', tag);
        }
        const { images: own, other } = await images.inspect(raw.ref('attested-artifact'));
        assert.deepEqual([own[0]?.attestations[0]?.predicateTypes, other], [['https://slsa.dev/provenance/v1'], []]);
      });

      it('tell their tags, in pages too', async () => {
        const { registry } = composeServices();
        const repository = { domain: raw.ref('x').split('/')[0]!, path: 'shapes/app' };
        const found = await registry.tags(repository);
        assert.deepEqual(
          tags.filter((tag) => !found.includes(tag)),
          [],
        );
        await assert.rejects(registry.tags({ ...repository, path: 'shapes/none' }), { status: 404 });
      });

      it('are read by another window with a single question for each tag', async () => {
        const cacheFolder = path.join(folder, Math.random().toString(36).slice(2));
        const proxy = await startCountingProxy(raw.ref('x').split('/')[0]!);
        ends.add(proxy.stop);
        const refs = tags.filter((tag) => tag !== 'dangling').map((tag) => `${proxy.host}/shapes/app:${tag}`);
        const look = async () => {
          const { images } = composeServices({ cacheFolder });
          return Promise.all(refs.map((ref) => images.inspect(ref)));
        };
        const first = await look();
        assert.ok(proxy.asked.length > refs.length);
        proxy.asked.length = 0;
        assert.deepEqual(await look(), first);
        assert.deepEqual(
          proxy.asked.toSorted(),
          refs.map((ref) => `HEAD /v2/shapes/app/manifests/${ref.split(':').at(-1) ?? ''}`).toSorted(),
        );
        // without the registry, content with a digest is still available
        await proxy.stop();
        const { images } = composeServices({ cacheFolder });
        const byDigest = `${proxy.host}/shapes/app@${first[0]!.digest}`;
        assert.deepEqual(platformsOf(await images.inspect(byDigest)), platformsOf(first[0]!));
      });

      it('attack: one “429 Retry-After: 1” among 60 reads fails all the others', async () => {
        const proxy = await startCountingProxy(raw.ref('x').split('/')[0]!, 20);
        ends.add(proxy.stop);
        const { registry } = composeServices();
        const tag = tags.find((each) => each !== 'dangling');
        const reference = { domain: proxy.host, path: 'shapes/app', ...(tag !== undefined && { tag }) };
        const bodies = await Promise.all(Array.from({ length: 60 }, () => registry.manifest(reference)));
        assert.ok(bodies.every((body) => body.equals(bodies[0]!)));
        assert.equal(proxy.asked.filter((each) => each.startsWith('GET')).length, 61);
        await proxy.stop();
      });

      it('fold attestations, and tell versions of Windows apart', async () => {
        const { images } = composeServices();
        const attested = await images.inspect(raw.ref('attested'));
        assert.deepEqual(attested.images[0]?.attestations[0]?.predicateTypes, ['https://slsa.dev/provenance/v1']);
        const windows = await images.inspect(raw.ref('windows'));
        assert.deepEqual(
          windows.images.map(({ osVersion }) => osVersion),
          ['10.0.17763.1', '10.0.20348.2'],
        );
      });

      it('are what they are made of', async () => {
        const { images } = composeServices();
        const { images: own } = await images.inspect(raw.ref('ten'));
        const { config, layers } = await images.contents(raw.ref('ten'), own[3]!.digest);
        assert.equal(config.size + layers.reduce((sum, { size }) => sum + size, 0), own[3]!.size);
      });

      it('are seen to be others when a tag was moved', async () => {
        const { images } = composeServices();
        const arm64 = { os: 'linux', architecture: 'arm64' };
        await raw.index('moving', [{ ...(await raw.image(arm64)), platform: arm64 }]);
        const before = await images.inspect(raw.ref('moving'));
        assert.deepEqual(await images.inspect(raw.ref('moving')), before);
        const amd64 = { os: 'linux', architecture: 'amd64' };
        await raw.index('moving', [{ ...(await raw.image(amd64)), platform: amd64 }]);
        assert.deepEqual(platformsOf(await images.inspect(raw.ref('moving'))), ['linux/amd64']);
      });

      it('that are not there are said not to be', async () => {
        const { images } = composeServices();
        await assert.rejects(images.inspect(raw.ref('nothing')), withCode('imageNotFound'));
      });
    });
  }

  it('are read with the password that Docker keeps, in its file or with a helper', async function () {
    const auth = { user: 'me', password: 'pass:word' };
    const registry = await bringOrSkip(this, () => startRegistry({ auth }));
    ends.add(registry.stop);
    const raw = rawRegistry(registry.host, 'private/app', registry.authorization);
    await raw.index('1', [{ ...(await raw.image({ os: 'linux', architecture: 'arm64' })), platform: ten[3] }]);
    const inspectWith = async (config: object, env: Readonly<Record<string, string>> = {}) => {
      const configFolder = path.join(folder, `docker-${Math.random().toString(36).slice(2)}`);
      await mkdir(configFolder);
      await writeFile(path.join(configFolder, 'config.json'), JSON.stringify(config));
      const undo = useEnvironment({ DOCKER_CONFIG: configFolder, ...env });
      try {
        return await composeServices().images.inspect(raw.ref('1'));
      } finally {
        undo();
      }
    };
    const base64 = (password: string) => Buffer.from(`me:${password}`).toString('base64');
    const stored = await inspectWith({ auths: { [registry.host]: { auth: base64('pass:word') } } });
    assert.deepEqual(platformsOf(stored), ['linux/arm64']);
    const helper = path.join(folder, 'docker-credential-testbed');
    const answer = `printf '{"ServerURL":"x","Username":"me","Secret":"pass:word"}'`;
    await writeFile(helper, `#!/bin/sh\nread server\n[ "$1 $server" = "get ${registry.host}" ] || exit 1\n${answer}\n`);
    await chmod(helper, 0o755);
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}` };
    assert.deepEqual(platformsOf(await inspectWith({ credsStore: 'testbed' }, env)), ['linux/arm64']);
    assert.deepEqual(platformsOf(await inspectWith({ credHelpers: { [registry.host]: 'testbed' } }, env)), [
      'linux/arm64',
    ]);
    await assert.rejects(inspectWith({}), withCode('registryLoginRequired'));
    await assert.rejects(
      inspectWith({ auths: { [registry.host]: { auth: base64('wrong') } } }),
      withCode('registryLoginRequired'),
    );
  });

  it('are read with the authority that Docker is told of, and not without', async function () {
    const registry = await bringOrSkip(this, () => startRegistry({ tls: true }));
    ends.add(registry.stop);
    const configFolder = path.join(folder, 'docker-tls');
    const certificates = path.join(configFolder, 'certs.d', registry.host);
    await mkdir(certificates, { recursive: true });
    const undo = useEnvironment({ DOCKER_CONFIG: configFolder });
    try {
      const ref = `${registry.host}/none/app:1`;
      await assert.rejects(composeServices().images.inspect(ref), withCode('registryUnknownCertificate'));
      await copyFile(registry.authorityFile!, path.join(certificates, 'ca.crt'));
      await assert.rejects(composeServices().images.inspect(ref), withCode('imageNotFound'));
      await rm(certificates, { recursive: true });
      // Node reads this one at its start
      const alone = `
        import { composeServices } from ${JSON.stringify(new URL('support.ts', import.meta.url).href)};
        composeServices().images.inspect(${JSON.stringify(ref)}).catch(({ code }) => {
          console.log(code);
          process.exit();
        });`;
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: registry.authorityFile! };
      const tsx = ['--import', 'tsx', '--input-type=module', '-e', alone];
      assert.equal((await run(process.execPath, tsx, { env })).stdout, 'imageNotFound\n');
    } finally {
      undo();
    }
  });
});

function withCode(code: DiagnosisCode) {
  return (error: unknown) => {
    assert.ok(error instanceof DiagnosedError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}
