import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { workspaceImages } from '../../../../../src/domain/sources/manifests/workspaceImages.ts';
import type { ChosenCluster } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import type { KnownImage } from '../../../../../src/vscode/images/model/imageModel.ts';
import { comparisonReport, inspectionReport, verificationReport } from '../../../../../src/vscode/images/reports.ts';
import { reportMarkdown } from '../../../../../src/vscode/shared/report/reportMarkdown.ts';
import { fateOf } from '../../../../../src/domain/coverage/imageFate.ts';
import {
  engineChildren,
  imageChildren,
  imageElement,
  otherChildren,
  platformChildren,
  rootsOf,
} from '../../../../../src/vscode/images/view/children.ts';
import type { ImagesElement } from '../../../../../src/vscode/images/view/elements.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { composeService, type ImageUse } from '../../../../../src/domain/coverage/imageUse.ts';
import { publishVerdict } from '../../../../../src/vscode/api/publish.ts';
import { clusterOf, workload } from '../../../../support/sampleClusters.ts';
import { verdictsOn } from '../../../../support/verdicts.ts';
import { itemOf } from '../../../../../src/vscode/images/view/items/itemOf.ts';

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
  rootsOf([named!], () => imageElement(knownAs(known), { verdicts: verdictsOn(chosen) }));
const line = (element: ImagesElement) => {
  const { label, description = '' } = itemOf(element, now);
  return [label, description].filter(Boolean).join(': ');
};
const imageIn = (known: Partial<KnownImage>, chosen: readonly ChosenCluster[] = []) =>
  rootsWith(known, chosen)[0]!.images[0]!;

describe('the rows of the view of images', () => {
  it('show what is in the registry, and what was not read yet', () => {
    assert.equal(line(rootsWith({})[0]!), 'app: ghcr.io/me');
    assert.equal(line(imageIn({})), '1: not read yet');
    assert.equal(line(imageIn({ reading: true })), '1: reading…');
    assert.equal(line(imageIn({ reading: true, wait: 7 })), '1: waiting for the registry, 7 s');
    assert.equal(line(imageIn({ image: app, at: now })), '1: amd64, arm64 · 4.1 MB');
    const turned = { ...app, images: app.images.toReversed() };
    assert.equal(line(imageIn({ image: turned, at: now })), '1: amd64, arm64 · 4.1 MB');
    assert.equal(
      line(imageIn({ image: { ...app, created: now - 3 * 86_400_000 }, at: now })),
      '1: amd64, arm64 · 4.1 MB · 3 days ago',
    );
    assert.equal(line(imageIn({ image: { ...app, through: 'docker' }, at: now })), '1: amd64, arm64 · 4.1 MB');
    assert.equal(line(imageIn({ image: { ...app, kind: 'artifact', images: [] }, at: now })), '1: Helm chart');
    const unknown = {
      ...app,
      kind: 'artifact',
      images: [],
      other: [{ digest: digest('d'), mediaType: 'x/y' }],
    } as const;
    assert.equal(line(imageIn({ image: unknown, at: now })), '1: not a container image');
    assert.equal(line(imageIn({ image: { ...app, images: [] }, at: now })), '1: contains no image · Helm chart');
  });

  it('tell a pinned image from its tag, and that the tag has moved on', () => {
    const [pinned] = workspaceImages([{ image: `${app.ref}@${app.digest}`, by: 'workload' }]);
    const image = imageIn({ named: pinned!, image: app, at: now, overtaken: true });
    assert.equal(line(image), '1@fffffff: tag now points elsewhere · amd64, arm64 · 4.1 MB');
    assert.equal(itemOf(image, now).icon, 'history');
  });

  it('tell what clusters need and is missing, in place', () => {
    const chosen = [cluster('prod', 'linux/s390x', 12), cluster('dev', 'linux/amd64', 2)];
    const image = imageIn({ image: app, at: now }, chosen);
    assert.equal(line(image), '1: s390x missing · amd64, arm64 · 4.1 MB');
    assert.equal(itemOf(image, now).icon, 'warning');
    assert.match(itemOf(image, now).contextValue ?? '', /\bincomplete\b/);
    assert.deepEqual(imageChildren(image).map(line), [
      'linux/amd64: 2 nodes · 4.1 MB · 1 attestation',
      'linux/arm64: not in the registry',
      'linux/s390x: missing · 12 nodes',
      'Docker engine',
      'Other entries: 1',
    ]);
    const covered = imageIn({ image: app, at: now }, [cluster('dev', 'linux/amd64', 2)]);
    assert.equal(itemOf(covered, now).icon, 'verified');
  });

  it('tell that an index names what is not there, once, and that nodes cannot pull it', () => {
    const chosen = [cluster('edge', 'linux/arm64', 3)];
    const image = imageIn({ image: app, at: now }, chosen);
    assert.equal(line(image), '1: arm64 missing · amd64, arm64 · 4.1 MB');
    assert.equal(itemOf(image, now).icon, 'warning');
    const rows = imageChildren(image);
    assert.deepEqual(rows.map(line).slice(0, 2), [
      'linux/amd64: 4.1 MB · 1 attestation',
      'linux/arm64: not in the registry · 3 nodes',
    ]);
    assert.equal(rows.filter(({ kind }) => kind === 'missing').length, 0);
  });

  it('offer what can be done with them, and no more', () => {
    const words = (element: ImagesElement) => itemOf(element, now).contextValue;
    const [byDigest] = workspaceImages([{ image: `ghcr.io/me/app@${app.digest}`, by: 'workload' }]);
    assert.equal(words(imageIn({ image: app, at: now })), 'image read tagged page');
    assert.equal(words(imageIn({ named: byDigest!, image: app, at: now })), 'image read inFiles page');
    assert.equal(
      words(imageIn({ image: { ...app, kind: 'artifact', images: [] }, at: now })),
      'artifact chart tagged page',
    );
    const [there, gone] = imageChildren(imageIn({ image: app, at: now }));
    assert.deepEqual([words(there!), words(gone!)], ['imagePlatform there', 'imagePlatform']);
  });

  it('tell what a platform is made of, and what else is there', () => {
    const [platform] = imageChildren(imageIn({ image: app, at: now }));
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
      'Configuration: 500 B',
      'Layer 1: 1 kB',
      'Layer 2: 1 kB',
      'Attestation: provenance, SBOM',
    ]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    assert.deepEqual(otherChildren('x', app.other).map(line), ['Helm chart']);
  });

  it('differ in their ids, whatever an index names twice', () => {
    const [amd64] = app.images;
    const attestation = amd64!.attestations[0]!;
    const twice = { ...amd64!, attestations: [attestation, attestation] };
    const images = [twice, twice, { ...twice, platform: 'linux/arm/v6' }, { ...twice, platform: 'linux/arm/v7' }];
    const rows = imageChildren(imageIn({ image: { ...app, images }, at: now }));
    const platforms = rows.filter((row) => row.kind === 'platform');
    assert.deepEqual(
      platforms.map(({ image }) => image.platform),
      ['linux/amd64', 'linux/arm/v6', 'linux/arm/v7'],
    );
    const contents = { config: { digest: digest('1'), size: 500 }, layers: [] };
    const all = [...rows, ...platforms.flatMap((platform) => platformChildren(platform, contents))];
    assert.equal(new Set(all.map((row) => itemOf(row, now).id)).size, all.length);
  });

  it('say that a registry lets us read only a few more images, and when that changes', () => {
    const quota = (remaining: number) => ({ limit: 100, remaining, window: 21_600 });
    const [hub] = workspaceImages([{ image: 'alpine:3', by: 'added' }]);
    const image = imageIn({ named: hub!, image: app, at: now, quota: quota(3) });
    assert.equal(line(image), '3: amd64, arm64 · 4.1 MB · 3 reads left');
    assert.ok(
      itemOf(image, now).tooltip?.some(
        (line) =>
          line ===
          'Docker Hub allows 100 reads in 6 h. You have 3 left; all of them are available again after 6 h. Accounts may have a higher limit: log in with “docker login”.',
      ),
    );
    assert.equal(line(imageIn({ image: app, at: now, quota: quota(1) })), '1: amd64, arm64 · 4.1 MB · 1 read left');
    assert.equal(line(imageIn({ image: app, at: now, quota: quota(0) })), '1: amd64, arm64 · 4.1 MB · no reads left');
  });

  it('tell an image that was not pushed yet from an error', () => {
    const error = new DiagnosedError(diagnosisOf('imageNotFound', { image: app.ref }));
    const by = (...namers: Parameters<typeof workspaceImages>[0][number]['by'][]) =>
      workspaceImages(namers.map((namer) => ({ image: 'r.io/app:1', by: namer })))[0]!;
    const row = (of: typeof named) => itemOf(imageIn({ named: of!, error }), now);
    const own = row(by('source', 'workload'));
    assert.deepEqual([own.description, own.icon, own.color], ['not pushed yet', 'circle-outline', undefined]);
    assert.equal(own.contextValue, 'image absent tagged inFiles');
    const foreign = row(by('workload'));
    assert.deepEqual([foreign.description, foreign.icon], ['not in the registry', 'circle-outline']);
    assert.equal(
      foreign.tooltip?.[1],
      'The registry does not have this image: it was not pushed yet, or its name is wrong.',
    );
    // it was there once
    assert.equal(row(by('source', 'pushed')).description, 'not in the registry');
    assert.equal(itemOf(imageIn({ error, image: app, at: now }), now).icon, 'warning');
    const [message] = imageChildren(imageIn({ named: by('setting'), error }));
    assert.equal(line(message!), 'Build this image to push it');
    assert.equal(itemOf(message!, now).icon, 'info');
  });

  it('say what went wrong, and keep what was known with its age', () => {
    const error = new DiagnosedError(diagnosisOf('registryUnreachable', { registry: 'ghcr.io', reason: 'name' }));
    const failed = imageIn({ error });
    assert.equal(itemOf(failed, now).contextValue, 'image failed tagged page');
    assert.equal(line(failed), '1: registry unreachable');
    assert.equal(itemOf(failed, now).icon, 'error');
    assert.equal(imageChildren(failed).map(line).length, 1);
    const stale = imageIn({ error, image: app, at: now - 7_200_000 });
    assert.equal(line(stale), '1: registry unreachable · amd64, arm64 · checked 2 hours ago · 4.1 MB');
    const former = imageIn({ former: true, image: app, at: now - 7_200_000 });
    assert.equal(line(former), '1: amd64, arm64 · checked 2 hours ago · 4.1 MB');
    const gone = new DiagnosedError(diagnosisOf('imageNotFound', { image: app.ref }));
    assert.match(line(imageIn({ error: gone, image: app, at: now - 7_200_000 })), /^1: not in the registry · amd64/);
    assert.deepEqual(
      imageChildren(stale).map(({ kind }) => kind),
      ['message', 'platform', 'platform', 'engine', 'others'],
    );
  });
});

describe('what was found in images', () => {
  const facts = (inside: Inside) => (of: string) => (of === digest('a') ? { inside } : {});
  const rows = (inside: Inside) => {
    const state = { verdicts: verdictsOn([]), factsOf: facts(inside) };
    const [image] = rootsOf([named!], () => imageElement(knownAs({ image: app, at: now }), state))[0]!.images;
    const [platform] = imageChildren(image!, state.factsOf);
    return { image: itemOf(image!, now), platform: itemOf(platform!, now) };
  };
  const found = (architecture: string, format: 'elf' | 'macho' = 'elf'): Inside => ({
    state: 'found',
    programs: [{ program: '/app', format, architecture }],
  });

  it('is quiet where it fits', () => {
    const { image, platform } = rows(found('amd64'));
    assert.equal(platform.description, 'checked · 4.1 MB · 1 attestation');
    assert.deepEqual([platform.icon, image.icon], ['chip', 'tag']);
  });

  it('warns where the loader of the program is missing', () => {
    const lacking: Inside = {
      state: 'found',
      programs: [{ program: '/app', format: 'elf', architecture: 'amd64', missingLoader: '/lib64/ld.so' }],
    };
    const { platform } = rows(lacking);
    assert.equal(platform.description, 'does not start! · 4.1 MB · 1 attestation');
    assert.match(
      String(platform.tooltip),
      /starts \/app, which needs \/lib64\/ld\.so, but none of the layers contains that/,
    );
  });

  it('warns about an entry that no node pulls', () => {
    const [first, ...others] = app.images;
    const image = { ...app, images: [{ ...first!, shadowed: true as const }, ...others] };
    const [known] = rootsOf([named!], () => imageElement(knownAs({ image, at: now }), { verdicts: verdictsOn([]) }))[0]!
      .images;
    const [row] = imageChildren(known!);
    const { description, tooltip, icon } = itemOf(row!, now);
    assert.equal(description, 'not pulled · 4.1 MB · 1 attestation');
    assert.match(String(tooltip), /they take an earlier entry of the index/);
    assert.equal(icon, 'warning');
  });

  it('warns where it does not, in the row of the image too', () => {
    const { image, platform } = rows(found('arm64'));
    assert.equal(platform.description, 'contains arm64! · 4.1 MB · 1 attestation');
    assert.match(platform.tooltip?.[1] ?? '', /is labelled linux\/amd64, but \/app is an arm64 program/);
    assert.deepEqual([platform.icon, image.icon], ['warning', 'warning']);
    assert.ok(image.tooltip?.some((line) => line === 'wrong program for linux/amd64'));
    assert.equal(image.description, 'wrong program for amd64 · amd64, arm64 · 4.1 MB');
    assert.match(rows(found('arm64', 'macho')).platform.description ?? '', /^contains macOS arm64!/);
    assert.match(rows(found('386')).platform.description ?? '', /^contains 386 · /);
    const broken = rows({ state: 'windowsLines', program: '/start.sh' });
    assert.match(broken.platform.description ?? '', /^does not start!/);
    assert.match(broken.platform.tooltip?.[1] ?? '', /Windows line endings/);
  });

  it('stands in reports', () => {
    const report = reportMarkdown(inspectionReport(app, now, facts(found('arm64'))));
    assert.match(
      report,
      /^# .*\n\n## Start program\n\n- ghcr\.io\/me\/app:1 is labelled linux\/amd64, but \/app.*\n\n## In the registry\n/,
    );
    assert.match(
      reportMarkdown(inspectionReport(app, now, facts(found('amd64')))),
      /^# .*\n\n## In the registry\n[^]*## Start program\n/,
    );
    assert.match(report, /\| Helm chart \(application\/vnd\.cncf\.helm\.config\.v1\+json\) +\| sha256:d/);
    assert.doesNotMatch(reportMarkdown(inspectionReport(app, now)), /Start program/);
  });

  it('shows the age of the newest expanded platform', () => {
    const factsOf = (of: string) => (of === digest('c') ? { created: now - 7_200_000 } : {});
    const element = imageElement(knownAs({ image: app, at: now }), { verdicts: verdictsOn([]), factsOf });
    assert.equal(line(element), '1: amd64, arm64 · 4.1 MB · 2 hours ago');
  });
});

describe('what the engine has of an image', () => {
  it('is compared with the registry, platform by platform', () => {
    const rows = engineChildren('app', {
      complete: true,
      platforms: [
        { platform: 'linux/amd64', digest: digest('a'), isPushed: true },
        { platform: 'linux/arm64', digest: digest('b'), isPushed: false },
        { platform: 'linux/s390x', digest: digest('c'), isPushed: undefined },
      ],
    });
    assert.deepEqual(rows.map(line), [
      'linux/amd64: same as in the registry',
      'linux/arm64: differs from the registry',
      'linux/s390x: not in the registry',
    ]);
  });

  it('is nothing, or not all of it', () => {
    const nothing = { complete: true, platforms: [] };
    assert.deepEqual(engineChildren('app', nothing).map(line), ['The engine does not have this image.']);
    const old = engineChildren('app', {
      complete: false,
      platforms: [{ platform: 'linux/amd64', digest: digest('a'), isPushed: true }],
    });
    assert.match(line(old.at(-1)!), /only one platform/);
  });

  it('is not asked for what is no image', () => {
    const chart = imageIn({ image: { ...app, kind: 'artifact', images: [] }, at: now });
    assert.deepEqual(imageChildren(chart).map(line), ['Helm chart']);
  });

  it('may be an image that was not pushed', () => {
    const error = new DiagnosedError(diagnosisOf('imageNotFound', { image: app.ref }));
    assert.deepEqual(
      imageChildren(imageIn({ error })).map(({ kind }) => kind),
      ['message', 'engine'],
    );
  });
});

describe('the workloads of an image', () => {
  const mixed = clusterOf(
    'mixed',
    { name: 'a', platform: 'linux/amd64' },
    { name: 'b', platform: 'linux/arm64' },
    { name: 'c', platform: 'linux/arm64' },
  );
  const preferring = {
    ...anywhere,
    preferred: [{ labels: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }], fields: [] }],
    gates: ['example.com/wait'],
  };
  const uses = [
    workload(app.ref, 'pinned', 'amd64'),
    workload(app.ref, 'free'),
    workload(app.ref, 'lost', 'aarch64'),
    workload(app.ref, 'waiting', undefined, { placement: preferring }),
    workload(app.ref, 'bound', undefined, { placement: { ...anywhere, nodeName: 'b' } }),
    workload(app.ref, 'running', 'amd64', { context: 'mixed' }),
  ];
  const rowsOf = (own: readonly ImageUse[], chosen = [mixed]) => {
    const image = imageElement(knownAs({ image: app, at: now }), { verdicts: verdictsOn(chosen, own) });
    return { image, rows: imageChildren(image).filter(({ kind }) => kind === 'use') };
  };

  it('are shown with a verdict each', () => {
    assert.deepEqual(rowsOf(uses).rows.map(line), [
      'pinned: would run on 1 node · Deployment',
      'free: fails with arm64 · 2 of 3 nodes · Deployment',
      'lost: no node accepts it · Deployment',
      'waiting: not scheduled yet · fails with arm64 · 2 of 3 nodes · Deployment',
      'bound: fails with arm64 · 1 of 1 node · Deployment',
    ]);
    const icons = rowsOf(uses).rows.map((row) => itemOf(row, now).icon);
    assert.deepEqual(icons, ['layers', 'warning', 'warning', 'warning', 'warning']);
    assert.deepEqual(rowsOf([], [mixed]).rows, []);
  });

  it('may be Compose services, which run on the engine', () => {
    const service = (platform: string) => ({
      ...workload(app.ref, 'web'),
      ...{ kind: composeService, engine: { platform } },
    });
    const verdicts = verdictsOn([mixed], [service('linux/amd64'), service('linux/arm64')], {
      native: 'linux/arm64',
      emulated: ['linux/amd64'],
    });
    const image = imageElement(knownAs({ image: app, at: now }), { verdicts });
    const rows = imageChildren(image).filter(({ kind }) => kind === 'use');
    assert.deepEqual(rows.map(line), [
      'web: runs slowly, under emulation · Compose service',
      'web: fails with arm64 · Compose service',
    ]);
    assert.match(itemOf(rows[0]!, now).tooltip?.join(' | ') ?? '', /Runs on the Docker engine, not on a cluster/);
    assert.deepEqual(
      image.missing.map(({ platform }) => platform),
      ['linux/arm64'],
    );
  });

  it('claim no number of nodes if it is not known which ones they select', () => {
    const rowFor = (chart: ImageUse) => rowsOf([chart]).rows[0]!;
    const row = rowFor(workload(app.ref, 'site', undefined, { kind: 'Helm chart', unplaced: true }));
    assert.equal(line(row), 'site: may fail with arm64 · Helm chart');
    assert.match(
      itemOf(row, now).tooltip?.join(' | ') ?? '',
      /Which nodes it selects is not known, so all eligible nodes count/,
    );
  });

  it('say in their tooltips what their specification says', () => {
    const tooltips = rowsOf(uses).rows.map((row) => itemOf(row, now).tooltip?.join(' | '));
    assert.equal(
      tooltips[3],
      'Deployment waiting | In a file of this workspace | Its pods are not scheduled before these scheduling gates are removed: example.com/wait | Prefers kubernetes.io/arch In (arm64), but also runs on other nodes | mixed · linux/arm64 · 2 nodes · is not pulled: the index has no image for it | mixed · linux/amd64 · 1 node · runs',
    );
    assert.match(tooltips[2] ?? '', /No node of the selected clusters accepts its pods: they would stay pending/);
    assert.match(tooltips[4] ?? '', /Bound to the node b, whatever its taints/);
  });

  it('decide what the image lacks', () => {
    const shown = (own: readonly ImageUse[]) => {
      const { image } = rowsOf(own);
      return [
        image.missing.map(({ platform }) => platform),
        image.covers,
        itemOf(image, now).tooltip?.join('\n'),
      ] as const;
    };
    const [missing, covers, tooltip] = shown([workload(app.ref, 'pinned', 'amd64')]);
    assert.deepEqual([missing, covers], [[], true]);
    assert.match(tooltip ?? '', /Runs on all nodes of the selected clusters that accept its workloads\./);
    assert.match(tooltip ?? '', /Judged by workloads in files of this workspace: Deployment pinned\./);
    assert.deepEqual(shown(uses).slice(0, 2), [['linux/arm64'], false]);
    assert.match(shown([])[2] ?? '', /No known workload uses this image, so all eligible nodes count\./);
  });

  it('are limited in number, and equal ones are shown once', () => {
    const many = Array.from({ length: 25 }, (_, index) => workload(app.ref, `web-${index}`));
    const image = imageElement(knownAs({ image: app, at: now }), { verdicts: verdictsOn([mixed], [...many, ...many]) });
    const rows = imageChildren(image);
    assert.equal(rows.filter(({ kind }) => kind === 'use').length, 20);
    assert.ok(rows.map(line).includes('5 more workloads of this workspace'));
  });

  it('are in the report, with where they are from', () => {
    const report = reportMarkdown(verificationReport(app, now, verdictsOn([mixed], uses)(app), [mixed]));
    assert.match(report, /^\*\*Cannot run on 2 of 3 eligible nodes\.\*\*$/m);
    assert.match(report, /^## By workload$/m);
    assert.match(report, /^\| Deployment pinned +\| would run on 1 node +\| In a file of this workspace +\|$/m);
    assert.match(report, /^\| Deployment running +\| runs on 1 node +\| In mixed +\|$/m);
    const other = [workload('ghcr.io/me/app:0', 'old', 'amd64', { file: '/k8s/old.yaml' })];
    assert.match(
      reportMarkdown(verificationReport(app, now, verdictsOn([mixed], other)(app), [mixed])),
      /^\| Deployment old +\| would run on 1 node +\| In \/k8s\/old\.yaml · Names app:0, not app:1 +\|$/m,
    );
    const lost = [workload(app.ref, 'lost', 'aarch64')];
    assert.match(
      reportMarkdown(verificationReport(app, now, verdictsOn([mixed], lost)(app), [mixed])),
      /\*\*No node of the selected clusters accepts the workloads that use the image\.\*\*/,
    );
  });

  it('are published with their verdicts', () => {
    const { state, workloads = [] } = publishVerdict(verdictsOn([mixed], uses)(app));
    assert.ok(!('workloads' in publishVerdict(verdictsOn([mixed])(app))));
    assert.equal(state, 'partial');
    assert.deepEqual(
      workloads.map(({ name, state: own, context, gates }) => [name, own, context, gates]),
      [
        ['pinned', 'runs', undefined, undefined],
        ['free', 'partial', undefined, undefined],
        ['lost', 'nowhere', undefined, undefined],
        ['waiting', 'partial', undefined, ['example.com/wait']],
        ['bound', 'fails', undefined, undefined],
        ['running', 'runs', 'mixed', undefined],
      ],
    );
  });

  it('attack: the name of a workload formats the report or adds an icon', () => {
    const hostile = [workload(app.ref, '$(x) [y](command:z)\n# c', 'amd64')];
    const report = reportMarkdown(verificationReport(app, now, verdictsOn([mixed], hostile)(app), [mixed]));
    assert.doesNotMatch(report, /^# c|[^\\]\]\(command/m);
    assert.doesNotMatch(line(rowsOf(hostile).rows[0]!), /\n/);
  });
});

describe('the report on an image', () => {
  it('names each group of nodes and what would happen there', () => {
    const chosen = [cluster('prod', 'linux/s390x', 12), cluster('dev', 'linux/amd64', 2)];
    const report = reportMarkdown(verificationReport(app, now, verdictsOn(chosen)(app), chosen));
    assert.match(report, /^# ghcr\.io\/me\/app:1$/m);
    assert.match(report, /^# .*\n\n\*\*Cannot run on 12 of 14 eligible nodes\.\*\*\n\n## On the selected clusters$/m);
    assert.match(report, /\| prod +\| linux\/s390x +\| 12 +\| is not pulled: the index has no image for it +\|/);
    assert.match(report, /\| dev +\| linux\/amd64 +\| 2 +\| runs +\|/);
    assert.match(report, new RegExp(`\\| linux/amd64 +\\| [^|]*\\| [^|]*\\| ${digest('a')} +\\|`));
    assert.match(reportMarkdown(verificationReport(app, now, verdictsOn([])(app), [])), /No cluster is selected/);
  });

  it('offers the restart of workloads first where they use the image, and not where none does', () => {
    const chosen = [cluster('dev', 'linux/amd64', 2)];
    const labels = (isUsed: boolean | undefined) =>
      verificationReport(app, now, { ...verdictsOn(chosen)(app), isUsed }, chosen).next.map(({ label }) => label);
    assert.deepEqual(labels(true).slice(0, 2), ['Restart Workload…', 'Check Again']);
    assert.deepEqual(labels(undefined).slice(0, 2), ['Check Again', 'Restart Workload…']);
    assert.deepEqual(labels(false), ['Check Again', 'Show Manifest', 'Copy as Markdown']);
  });

  it('does not say that an image runs on clusters that did not answer', () => {
    const silent: ChosenCluster = { ...cluster('far', 'linux/amd64', 1), known: undefined };
    const chosen = [cluster('dev', 'linux/amd64', 2), silent];
    const report = reportMarkdown(verificationReport(app, now, verdictsOn(chosen)(app), chosen));
    assert.match(
      report,
      /\*\*Runs on all eligible nodes of the clusters that could be checked; some could not be checked\.\*\*/,
    );
    assert.match(report, /far could not be checked/);
  });

  it('says the same as the rows of an image that starts the wrong program, or is not there', () => {
    const chosen = [cluster('prod', 'linux/amd64', 12), cluster('edge', 'linux/arm64', 3)];
    const wrong: Inside = { state: 'found', programs: [{ program: '/app', format: 'elf', architecture: 'arm64' }] };
    const factsOf = (of: string) => (of === digest('a') ? { inside: wrong } : {});
    const report = reportMarkdown(verificationReport(app, now, verdictsOn(chosen)(app, factsOf), chosen));
    assert.match(report, /\*\*Cannot run on any of the 15 eligible nodes\.\*\*/);
    assert.match(report, /linux\/amd64 +\| 12 +\| is pulled but crashes: its start program does not match/);
    assert.match(report, /linux\/arm64 +\| 3 +\| is not pulled/);
    assert.match(report, /\| linux\/arm64 +\| not in the registry +\|/);
  });

  it('does not judge what is not an image, or clusters with unknown nodes', () => {
    const chart = { ...app, kind: 'artifact', images: [] } as const;
    const chosen = [cluster('prod', 'linux/amd64', 12)];
    const report = reportMarkdown(verificationReport(chart, now, verdictsOn(chosen)(chart), chosen));
    assert.match(report, /\*\*This is not a container image, so no node runs it\.\*\*/);
    assert.match(report, /- Kind: Helm chart, application/);
    assert.doesNotMatch(report, /exec format error/);
    assert.deepEqual(
      fateOf(chart, chosen, []).groups.map(({ how }) => how),
      ['does-not-pull'],
    );
  });

  it('tells what became of platforms first, then how large they are', () => {
    const [amd64, arm64] = app.images;
    const after: InspectedImage = {
      ...app,
      ref: 'ghcr.io/me/app:2',
      digest: digest('9'),
      images: [
        { ...amd64!, digest: digest('8') },
        { ...arm64!, platform: 'linux/s390x', size: 1_000_000 },
      ],
    };
    const report = reportMarkdown(comparisonReport(app, after, now));
    assert.match(
      report,
      /^# .*app:1 → .*app:2\n\n- added: linux\/s390x\n- removed: linux\/arm64\n- changed: linux\/amd64\n\n\|/,
    );
    assert.match(report, /\| Total +\| +\| 4\.1 MB +\| 5\.1 MB +\| +\|/);
    assert.match(report, /^- After: sha256:9+ \(Index\)$/m);
    assert.match(
      reportMarkdown(comparisonReport(app, app, now)),
      /\*\*Nothing has changed: the digest is the same\.\*\*/,
    );
  });

  it('keeps a table whole, whatever the names are', () => {
    const chosen = [cluster('a|b\n# c', 'linux/amd64', 1)];
    const report = reportMarkdown(verificationReport(app, now, verdictsOn(chosen)(app), chosen));
    assert.doesNotMatch(report, /^# c/m);
    assert.match(report, /a\\\|b/);
  });
});
