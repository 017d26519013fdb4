import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { createLocalImages } from '../../../../src/services/images/localImages.ts';
import type { Command } from '../../../../src/tools/process/command.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const app = 'registry.test:5000/base:1';
const idOf = (version: string, name: string) => {
  const { stdout } = readRecording(fixture(version, name));
  return (JSON.parse(stdout) as { Id: string }).Id;
};
const fixture = (version: string, name: string) =>
  new URL(`../../../fixtures/docker/${version}/local-image/${name}.json`, import.meta.url);
const none = `sha256:${'0'.repeat(64)}`;

/** A recorded engine, and a registry that has an index of these manifests. */
function setUp(version: string, store: string, endpoints: readonly string[] = ['default', 'unix:///run/x.sock']) {
  const asked: string[] = [];
  const local = createLocalImages({
    run: <T>({ args, parse }: Command<T>) => {
      const at = args.indexOf('--platform');
      const platform = at < 0 ? 'any' : (args[at + 1]?.replace('linux/', '') ?? '');
      asked.push(platform);
      const name = store === '' ? 'engine-down' : `${store}/${args.at(-1) === app ? platform : 'absent'}`;
      return Promise.resolve(parse(readRecording(fixture(version, name))));
    },
    docker: () => Promise.resolve('docker'),
    engines: { known: () => Promise.resolve({ endpoints }) },
    images: {
      contents: () => Promise.resolve({ config: { digest: idOf('28.5.2', 'classic/any'), size: 1 }, layers: [] }),
    },
    explain: (error) =>
      new DiagnosedError({ code: 'engineNotRunning', params: { detail: String(error) }, remedies: [] }),
  });
  return { local, asked };
}
const index = (digest: string, amd64: string): InspectedImage => ({
  ref: app,
  digest,
  mediaType: 'x',
  kind: 'index',
  images: [
    { platform: 'linux/amd64', digest: amd64, size: 1, attestations: [] },
    { platform: 'linux/arm64', digest: none, size: 1, attestations: [] },
  ],
  other: [],
});

describe('what the engine has of an image', () => {
  it('is each platform of it, compared by the digest of its manifest', async () => {
    const { local, asked } = setUp('28.5.2', 'containerd');
    const digest = idOf('28.5.2', 'containerd/amd64');
    const same = await local.read(app, index(none, digest));
    assert.deepEqual(same, { complete: true, platforms: [{ platform: 'linux/amd64', digest, isPushed: true }] });
    assert.deepEqual(asked, ['any', 'amd64', 'arm64']);
  });

  it('is compared by its configuration in the classic store', async () => {
    const { platforms } = await setUp('28.5.2', 'classic').local.read(app, index(none, none));
    assert.deepEqual(
      platforms.map(({ isPushed }) => isPushed),
      [true],
    );
  });

  it('is one platform with an older Docker, compared by the whole', async () => {
    const { local, asked } = setUp('26.1.5', 'containerd');
    const digest = idOf('26.1.5', 'containerd/any');
    const told = await local.read(app, index(digest, none));
    assert.deepEqual(told, { complete: false, platforms: [{ platform: 'linux/amd64', digest, isPushed: true }] });
    assert.deepEqual(asked, ['any', 'amd64']);
    const other = await local.read(app, index(none, none));
    assert.deepEqual(
      other.platforms.map(({ isPushed }) => isPushed),
      [false],
    );
  });

  it('is empty, or an image that was not pushed', async () => {
    const { local, asked } = setUp('28.5.2', 'containerd');
    assert.deepEqual(await local.read('registry.example/nothing:1', undefined), { complete: true, platforms: [] });
    assert.deepEqual(asked, ['any']);
    const [own] = (await local.read(app, undefined)).platforms;
    assert.equal(own?.isPushed, undefined);
  });

  it('is not told by an engine that does not run', async () => {
    await assert.rejects(setUp('28.5.2', '').local.read(app, undefined), { code: 'engineNotRunning' });
  });

  it('is named after the context, or the address that stands in for one', async () => {
    const context = (...endpoints: readonly string[]) => setUp('28.5.2', 'containerd', endpoints).local.context();
    assert.equal(await context('default', 'unix:///var/run/docker.sock'), undefined);
    assert.equal(await context('default', 'ssh://me@farm'), 'ssh://me@farm');
    assert.equal(await context('farm'), 'farm');
  });
});
