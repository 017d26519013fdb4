import assert from 'node:assert/strict';
import { contentTexts } from '../../../../../src/vscode/images/repair/contentTexts.ts';
import type { Descriptor } from '../../../../../src/domain/image/manifest.ts';
import { content, digest } from '../../../../support/sampleImages.ts';

const entry = (mediaType: string, own: string, more: Partial<Descriptor> = {}): Descriptor => ({
  mediaType,
  digest: digest(own),
  size: 1,
  annotations: new Map(),
  ...more,
});

describe('the contents of a tag as texts', () => {
  it('have a line for each entry, in equal columns', () => {
    const before = content(['linux/amd64', 'linux/arm64/v8']);
    const [amd64, arm64] = before.entries;
    const attestation = entry('application/vnd.oci.image.manifest.v1+json', 'cc', {
      annotations: new Map([['vnd.docker.reference.digest', arm64!.digest]]),
    });
    const after = { digest: digest('bb'), entries: [amd64!, arm64!, attestation] };
    const texts = contentTexts(before, after);
    assert.deepEqual(texts.before.split('\n'), [
      `digest                   ${digest('aa')}`,
      `linux/amd64              ${amd64!.digest}`,
      `linux/arm64              ${arm64!.digest}`,
      '',
    ]);
    assert.deepEqual(texts.after.split('\n'), [
      `digest                   ${digest('bb')}`,
      `linux/amd64              ${amd64!.digest}`,
      `linux/arm64              ${arm64!.digest}`,
      `attestation linux/arm64  ${digest('cc')}`,
      '',
    ]);
  });

  it('name what is no image by its type', () => {
    const index = 'application/vnd.oci.image.index.v1+json';
    const manifest = 'application/vnd.oci.image.manifest.v1+json';
    const entries = [
      entry(index, 'a1'),
      entry(manifest, 'a2', { artifactType: 'application/x' }),
      entry(manifest, 'a3'),
      entry(manifest, 'a4', { annotations: new Map([['vnd.docker.reference.digest', digest('ff')]]) }),
    ];
    const labels = contentTexts(undefined, { digest: digest('aa'), entries })
      .after.trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0]);
    assert.deepEqual(labels, ['digest', 'index', 'application/x', manifest, 'attestation']);
  });

  it('are empty without a tag', () => {
    assert.equal(contentTexts(undefined, content(['linux/amd64'])).before, '');
  });

  it('attack: a type of a registry starts a line of its own, or hides one', () => {
    const entries = [entry('a\nlinux/arm64  sha256:ffff\u202e', 'a1')];
    assert.equal(
      contentTexts(undefined, { digest: digest('aa'), entries })
        .after.trim()
        .split('\n').length,
      2,
    );
    assert.doesNotMatch(contentTexts(undefined, { digest: digest('aa'), entries }).after, /\u202e/);
  });
});
