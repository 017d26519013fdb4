import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image.ts';
import { workspaceImages } from '../../../../../src/domain/workspaceImages.ts';
import type { ChosenCluster } from '../../../../../src/vscode/clusters/clusterModel.ts';
import type { KnownImage } from '../../../../../src/vscode/images/imageModel.ts';
import { verificationReport } from '../../../../../src/vscode/images/reports.ts';
import { fateOf } from '../../../../../src/vscode/images/fate.ts';
import {
  imageChildren,
  otherChildren,
  platformChildren,
  rootsOf,
} from '../../../../../src/vscode/views/images/children.ts';
import type { ImagesElement } from '../../../../../src/vscode/views/images/elements.ts';
import { itemOf } from '../../../../../src/vscode/views/images/imagesItem.ts';

const now = 10_000_000;
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const app: InspectedImage = {
  ref: 'ghcr.io/me/app:1',
  digest: digest('f'),
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  images: [
    {
      platform: 'linux/amd64',
      digest: digest('a'),
      size: 4_100_000,
      attestations: [
        { digest: digest('b'), predicateTypes: ['https://slsa.dev/provenance/v1', 'https://spdx.dev/Document'] },
      ],
    },
    { platform: 'linux/arm64', digest: digest('c'), attestations: [] },
  ],
  other: [{ digest: digest('d'), mediaType: 'x/y', artifactType: 'application/vnd.cncf.helm.config.v1+json' }],
};
const cluster = (context: string, platform: string, nodes: number): ChosenCluster => ({
  context,
  known: {
    context,
    state: 'read',
    local: false,
    groups: [{ platform, nodes, eligible: nodes, taints: [], ineligible: [] }],
  },
  at: now,
  readAt: now,
  asking: false,
  gone: false,
});
const [named] = workspaceImages([{ image: app.ref, by: 'pushed' }]);
const knownAs = (more: Partial<KnownImage>): KnownImage => ({
  named: named!,
  image: undefined,
  at: undefined,
  reading: false,
  overtaken: false,
  error: undefined,
  ...more,
});
const rootsWith = (known: Partial<KnownImage>, chosen: readonly ChosenCluster[] = []) =>
  rootsOf([named!], () => knownAs(known), { chosen, emulated: [] });
const line = (element: ImagesElement) => {
  const { label, description = '' } = itemOf(element, now);
  return [label, description].filter(Boolean).join(': ');
};
const imageIn = (known: Partial<KnownImage>, chosen: readonly ChosenCluster[] = []) =>
  rootsWith(known, chosen)[0]!.images[0]!;

describe('the rows of the view of images', () => {
  it('tell what is in the registry, and what nobody has read yet', () => {
    assert.equal(line(rootsWith({})[0]!), 'app: ghcr.io/me');
    assert.equal(line(imageIn({})), '1: not read yet');
    assert.equal(line(imageIn({ reading: true })), '1: reading…');
    assert.equal(line(imageIn({ image: app, at: now })), '1: amd64, arm64');
    assert.equal(
      line(imageIn({ image: { ...app, through: 'docker' }, at: now })),
      '1: amd64, arm64 · read through Docker',
    );
    assert.equal(line(imageIn({ image: { ...app, kind: 'artifact', images: [] }, at: now })), '1: no container image');
  });

  it('tell a pinned image from its tag, and that the tag has moved on', () => {
    const [pinned] = workspaceImages([{ image: `${app.ref}@${app.digest}`, by: 'workload' }]);
    const image = imageIn({ named: pinned!, image: app, at: now, overtaken: true });
    assert.equal(line(image), `1 sha256:${'f'.repeat(12)}: amd64, arm64 · its tag is another one by now`);
  });

  it('tell what clusters need and is missing, in place', () => {
    const chosen = [cluster('prod', 'linux/s390x', 12), cluster('dev', 'linux/amd64', 2)];
    const image = imageIn({ image: app, at: now }, chosen);
    assert.equal(line(image), '1: s390x missing · amd64, arm64');
    assert.equal(itemOf(image, now).icon, 'warning');
    assert.match(itemOf(image, now).contextValue ?? '', /\bincomplete\b/);
    assert.deepEqual(imageChildren(image, chosen).map(line), [
      'linux/amd64: 4.1 MB · dev: 2 nodes · 1 attestation',
      'linux/arm64: not in the registry',
      'linux/s390x: missing · prod: 12 nodes',
      'Others: 1',
    ]);
    const covered = imageIn({ image: app, at: now }, [cluster('dev', 'linux/amd64', 2)]);
    assert.equal(itemOf(covered, now).icon, 'verified');
  });

  it('tell what a platform is made of, and what else is there', () => {
    const [platform] = imageChildren(imageIn({ image: app, at: now }), []);
    assert.ok(platform?.kind === 'platform');
    const contents = {
      config: { digest: digest('1'), size: 500 },
      layers: [
        { digest: digest('2'), size: 1000, mediaType: 'layer' },
        { digest: digest('2'), size: 1000, mediaType: 'layer' },
      ],
    };
    const rows = platformChildren(platform, contents);
    assert.deepEqual(rows.map(line), [
      `Configuration: 500 B · sha256:${'1'.repeat(12)}`,
      `Layer 1: 1 kB · sha256:${'2'.repeat(12)}`,
      `Layer 2: 1 kB · sha256:${'2'.repeat(12)}`,
      `Attestation: provenance, SBOM: sha256:${'b'.repeat(12)}`,
    ]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    assert.deepEqual(otherChildren('x', app.other).map(line), [
      `application/vnd.cncf.helm.config.v1+json: sha256:${'d'.repeat(12)}`,
    ]);
  });

  it('say that a registry lets us read only a few more images, and when that changes', () => {
    const quota = (remaining: number) => ({ limit: 100, remaining, window: 21_600 });
    const [hub] = workspaceImages([{ image: 'alpine:3', by: 'added' }]);
    const image = imageIn({ named: hub!, image: app, at: now, quota: quota(3) });
    assert.equal(line(image), '3: amd64, arm64 · 3 reads left');
    assert.ok(
      itemOf(image, now).tooltip?.includes(
        'Docker Hub allows 100 reads in 6 h and has 3 left for you; they are all there again after 6 h. Accounts may read more: log in with “docker login”.',
      ),
    );
    assert.equal(line(imageIn({ image: app, at: now, quota: quota(1) })), '1: amd64, arm64 · 1 read left');
    assert.equal(line(imageIn({ image: app, at: now, quota: quota(0) })), '1: amd64, arm64 · no reads left');
  });

  it('say what went wrong, and keep what was known with its age', () => {
    const error = new DiagnosedError(diagnosisOf('registryUnreachable', { registry: 'ghcr.io', reason: 'name' }));
    const failed = imageIn({ error });
    assert.equal(line(failed), '1: registry not reached');
    assert.equal(itemOf(failed, now).icon, 'error');
    assert.equal(imageChildren(failed, []).map(line).length, 1);
    const stale = imageIn({ error, image: app, at: now - 7_200_000 });
    assert.equal(line(stale), '1: amd64, arm64 · as it was 2 hours ago');
    assert.deepEqual(
      imageChildren(stale, []).map(({ kind }) => kind),
      ['message', 'platform', 'platform', 'others'],
    );
  });
});

describe('the report on an image', () => {
  it('names each group of nodes and what would happen there', () => {
    const chosen = [cluster('prod', 'linux/s390x', 12), cluster('dev', 'linux/amd64', 2)];
    const report = verificationReport(app, now, fateOf(app, chosen, []), chosen);
    assert.match(report, /^# ghcr\.io\/me\/app:1$/m);
    assert.match(report, /\*\*Fails on some nodes of the chosen clusters\.\*\*/);
    assert.match(report, /\| prod +\| linux\/s390x +\| 12 +\| does not pull: the index has no image for it +\|/);
    assert.match(report, /\| dev +\| linux\/amd64 +\| 2 +\| runs +\|/);
    assert.match(report, new RegExp(`- linux/amd64: ${digest('a')}`));
    assert.match(verificationReport(app, now, fateOf(app, [], []), []), /No cluster is chosen/);
  });

  it('keeps a table whole, whatever the names are', () => {
    const chosen = [cluster('a|b\n# c', 'linux/amd64', 1)];
    const report = verificationReport(app, now, fateOf(app, chosen, []), chosen);
    assert.doesNotMatch(report, /^# c/m);
    assert.match(report, /a\\\|b/);
  });
});
