import assert from 'node:assert/strict';
import type { BuildPlan } from '../../../../../src/domain/build/plan.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { tagLines } from '../../../../../src/vscode/build/texts/outcome.ts';
import { buildFinished } from '../../../../../src/vscode/build/outcome/buildFinished.ts';
import type { NotifyDeps } from '../../../../../src/vscode/build/outcome/notifyBuild.ts';
import type { FinishedBuild } from '../../../../../src/vscode/build/task/taskRunner.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { digest } from '../../../../support/sampleImages.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { folder } from '../../../../support/vscode/workspace.ts';

const shop = folder('shop');
const pushed: BuildReport = {
  ok: true,
  command: [],
  verified: true,
  reference: 'r.io/app:1',
  digest: digest('aa'),
  images: [{ reference: 'r.io/app:1', digest: digest('aa') }],
  platforms: [
    { platform: 'linux/amd64', how: 'native', ms: 1, emulatedMs: 0, digest: digest('a1') },
    { platform: 'linux/arm64', how: 'native', ms: 1, emulatedMs: 0, digest: digest('a2') },
  ],
  missing: [],
  ms: 1,
  warnings: [],
};

/** Reports the outcome of a build; returns what is remembered of it. */
async function finished(
  report: Partial<BuildReport>,
  plan: Partial<BuildPlan> = {},
  more: Partial<FinishedBuild> = {},
  own: Partial<NotifyDeps> = {},
) {
  const memory = new BuildMemory(memento());
  const programs = {
    add: (of: string, { inside }: { inside: Inside }) => {
      see(`program of ${of}: ${inside.state}`);
      return Promise.resolve();
    },
  };
  buildFinished(memory, programs, {
    showManifest: (reference) => {
      see(`manifest: ${reference}`);
      return Promise.resolve();
    },
    showError: (error, context) => {
      const more = context?.more?.map((line) => ` + ${line}`).join('') ?? '';
      see(
        `shown: ${error instanceof Error ? error.message : String(error)} in ${context?.folder.name ?? 'no folder'}${more}${context?.local === true ? ', for local use' : ''}${context?.also === undefined ? '' : `. ${context.also}`}`,
      );
      return Promise.resolve();
    },
    usedInClusters: () => false,
    missing: () => [],
    ...own,
  })({
    report: { ...pushed, ...report },
    plan: { output: 'push', ...plan } as BuildPlan,
    request: { tags: ['r.io/app:1'] },
    folder: shop,
    aside: false,
    local: false,
    ...more,
  });
  await turn();
  return {
    last: memory.lastRequest(shop),
    local: memory.lastBuild(shop, 'local')?.request,
    verified: memory.verifiedImages(shop),
  };
}

describe('the outcome of a build', () => {
  inVscode();
  const nothing = { last: undefined, local: undefined, verified: [] };

  it('is told once, with what can be done with what was pushed', async () => {
    person(press('Copy Pinned Reference'), press('Show Manifest'), leave);
    const { last, verified } = await finished({});
    assert.deepEqual(last, { tags: ['r.io/app:1'] });
    assert.deepEqual(
      verified.map(({ image, kind, platforms }) => [image, kind, platforms]),
      [['r.io/app:1', 'index', ['linux/amd64', 'linux/arm64']]],
    );
    await finished({});
    await finished({});
    shows(`
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest]
      > Copy Pinned Reference
      clipboard: r.io/app:1@sha256:aa000000…
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest]
      > Show Manifest
      manifest: r.io/app:1@sha256:aa000000…
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest]
      > Escape
    `);
  });

  it('offers to restart workloads where clusters use the image or may use it', async () => {
    person(press('Restart Workload…'), leave);
    await finished({}, {}, {}, { usedInClusters: () => true });
    await finished({}, {}, {}, { usedInClusters: () => undefined });
    shows(`
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Restart Workload…] [Copy Pinned Reference]
      > Restart Workload…
      command: multiarch.image.restart {"id":"r.io/app:1"}
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Restart Workload…]
      > Escape
    `);
  });

  it('is a warning where the clusters need more platforms than were pushed, with the way to add them', async () => {
    const missing: NotifyDeps['missing'] = ({ image, platforms }) =>
      image === 'r.io/api:1' ? [] : ['linux/arm64', 'linux/s390x'].filter((each) => !platforms.includes(each));
    person(press('Add Missing Platforms…'), leave);
    await finished({}, {}, {}, { usedInClusters: () => true, missing });
    const images = ['r.io/api:1', 'r.io/app:1', 'r.io/web:1'].map((reference) => ({ reference, digest: digest('aa') }));
    const platforms = images.map(({ reference }) => ({ ...pushed.platforms[0]!, image: reference }));
    await finished({ images, platforms }, {}, {}, { usedInClusters: () => true, missing });
    shows(`
      warning: Pushed r.io/app:1 for linux/amd64, linux/arm64, but your clusters also need linux/s390x.
        [Add Missing Platforms…]
      > Add Missing Platforms…
      command: multiarch.image.addMissing {"kind":"missing","id":"r.io/app:1","platforms":["linux/s390x"]}
      warning: Pushed r.io/app:1 for linux/amd64, but your clusters also need linux/arm64, linux/s390x. Pushed r.io/web:1 for linux/amd64, but your clusters also need linux/arm64, linux/s390x.
        [Add Missing Platforms…]
      > Escape
    `);
  });

  it('is told of several images in one', async () => {
    person(press('Copy Pinned Reference'));
    await finished({
      images: [
        ...pushed.images,
        { reference: 'r.io/api:1', digest: digest('bb') },
        { reference: 'r.io/none:1' },
      ] as never,
    });
    shows(`
      information: Pushed 3 images; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest]
      > Copy Pinned Reference
      clipboard: r.io/app:1@sha256:aa000000…
        r.io/api:1@sha256:bb000000…
    `);
  });

  it('is told quietly where nothing was read back, or nothing was pushed', async () => {
    await finished({ verified: false });
    await finished({ digest: undefined } as object);
    await finished({}, { output: 'load' });
    await finished({}, { output: 'oci', destination: '/ws/shop/out' });
    await finished({}, { output: 'cache' });
    await finished({ platforms: [] }, { output: 'cache' });
    shows(`
      information: Pushed r.io/app:1.
      information: Pushed r.io/app:1.
      information: Loaded r.io/app:1 into the Docker engine for linux/amd64, linux/arm64.
      information: Wrote an OCI layout for linux/amd64, linux/arm64 to /ws/shop/out.
      information: Built for linux/amd64, linux/arm64; the result is in the build cache only.
      information: Built; the result is in the build cache only.
    `);
  });

  it('is an error with the request that failed, also of a build that is a step of something else', async () => {
    const failure = diagnosisOf('stepFailed');
    await finished({ ok: false, failure });
    assert.deepEqual(await finished({ ok: false, failure }, {}, { aside: true }), nothing);
    shows(`
      shown: stepFailed in shop
      shown: stepFailed in shop
    `);
  });

  it('is not told, nor remembered, of a step of something else that went well', async () => {
    assert.deepEqual(await finished({}, {}, { aside: true }), nothing);
    shows('');
  });

  it('leaves the last build of the folder alone after one for local use, unless that became something else', async () => {
    const local = await finished({}, { output: 'load' }, { local: true });
    assert.deepEqual([local.last, local.local], [undefined, { tags: ['r.io/app:1'] }]);
    const changed = await finished({ verified: false }, { output: 'push' }, { local: true });
    assert.deepEqual(changed.last, { tags: ['r.io/app:1'] });
    await finished({ ok: false, failure: diagnosisOf('stepFailed') }, { output: 'load' }, { local: true });
    shows(`
      information: Loaded r.io/app:1 into the Docker engine for linux/amd64, linux/arm64.
      information: Pushed r.io/app:1.
      shown: stepFailed in shop, for local use
    `);
  });

  it('says besides that buildx is too old', async () => {
    const oldBuildx = { version: '0.9.1', lacks: ['progress', 'ociLayout'] } as const;
    person(leave);
    await finished({ oldBuildx });
    await finished({ oldBuildx, verified: false }, { output: 'load' });
    await finished({ ok: false, failure: diagnosisOf('stepFailed'), oldBuildx });
    shows(`
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64. Buildx 0.9.1 is too old: update it to 0.13 or newer. Builds show plain output instead of the progress of each platform. An OCI layout cannot be written.
        [Copy Pinned Reference] [Show Manifest]
      > Escape
      information: Loaded r.io/app:1 into the Docker engine for linux/amd64, linux/arm64. Buildx 0.9.1 is too old: update it to 0.13 or newer. Builds show plain output instead of the progress of each platform. An OCI layout cannot be written.
      shown: stepFailed in shop. Buildx 0.9.1 is too old: update it to 0.13 or newer. Builds show plain output instead of the progress of each platform. An OCI layout cannot be written.
    `);
  });

  it('is a warning where an image starts a program of another platform, and remembered without that platform', async () => {
    const program = { program: '/app', format: 'elf', architecture: 'amd64' } as const;
    const inside: Inside = { state: 'found', programs: [program] };
    const platforms = pushed.platforms.map((each) => ({ ...each, inside }));
    const wrong = { verified: false, platforms, mislabelled: [{ platform: 'linux/arm64', ...program }] };
    person(press('Show Manifest'), leave);
    const { verified } = await finished(wrong);
    assert.deepEqual(
      verified.map(({ image, platforms: covered }) => [image, covered]),
      [['r.io/app:1', ['linux/amd64']]],
    );
    await finished({
      ...wrong,
      images: [...pushed.images, { reference: 'r.io/api:1', digest: digest('bb') }],
      mislabelled: ['a', 'b', 'c', 'd'].map((image) => ({ platform: 'linux/arm64', image, ...program })),
    });
    await finished({ ...wrong, digest: undefined } as object);
    shows(`
      program of sha256:a1000000…: found
      program of sha256:a2000000…: found
      warning: Pushed r.io/app:1, but not verified. r.io/app:1 is labelled linux/arm64, but /app is an amd64 program.
        [Show Manifest]
      > Show Manifest
      manifest: r.io/app:1@sha256:aa000000…
      program of sha256:a1000000…: found
      program of sha256:a2000000…: found
      warning: Pushed 2 images, but not verified. a is labelled linux/arm64, but /app is an amd64 program. b is labelled linux/arm64, but /app is an amd64 program. c is labelled linux/arm64, but /app is an amd64 program.
        [Show Manifest]
      > Escape
      program of sha256:a1000000…: found
      program of sha256:a2000000…: found
      warning: Pushed r.io/app:1, but not verified. r.io/app:1 is labelled linux/arm64, but /app is an amd64 program.
    `);
  });

  it('says what the tags of a failed push name now, unless they are as they were', async () => {
    const failure = diagnosisOf('registryUnreachable');
    const tags: BuildReport['tags'] = [
      { tag: 'r.io/app:1', state: 'unchanged', digest: digest('aa') },
      { tag: 'r.io/app:2', state: 'unchanged' },
      {
        tag: 'r.io/app:3',
        state: 'partial',
        digest: digest('bb'),
        kind: 'index',
        platforms: ['linux/amd64'],
        missing: ['linux/arm64'],
        former: digest('aa'),
      },
      { tag: 'r.io/app:4', state: 'partial', digest: digest('bb'), platforms: [], missing: ['linux/arm64'] },
      { tag: 'r.io/app:5', state: 'moved', digest: digest('bb'), kind: 'index', platforms: ['linux/amd64'] },
      { tag: 'r.io/app:6', state: 'found', digest: digest('bb'), kind: 'index', platforms: ['linux/amd64'] },
      { tag: 'r.io/app:7', state: 'gone', former: digest('aa') },
      { tag: 'r.io/app:8', state: 'unread' },
      { tag: 'r.io/app:9', state: 'unread' },
    ];
    const { verified } = await finished({ ok: false, failure, tags });
    assert.deepEqual(
      verified.map(({ image, platforms }) => [image, platforms]),
      [
        ['r.io/app:3', ['linux/amd64']],
        ['r.io/app:5', ['linux/amd64']],
      ],
    );
    shows(`
      shown: registryUnreachable in shop + r.io/app:3 now points to a partial image: it has linux/amd64 and lacks linux/arm64. + r.io/app:4 now points to sha256:bb0000000000, which has none of the platforms: linux/arm64. + r.io/app:5 now points to sha256:bb0000000000 (linux/amd64). + r.io/app:6 points to sha256:bb0000000000 (linux/amd64). What it pointed to before is unknown. + r.io/app:7 no longer exists in the registry. + What r.io/app:8, r.io/app:9 points to now is unknown: the registry could not be read.
    `);
    assert.deepEqual(tagLines(tags.slice(0, 2)), [
      'r.io/app:1 is unchanged: it still points to sha256:aa0000000000.',
      'r.io/app:2 does not exist in the registry, as before.',
    ]);
  });

  it('shows what goes wrong with telling it', async () => {
    person(press('Show Manifest'));
    await finished({}, {}, {}, { showManifest: () => Promise.reject(new Error('not there any more')) });
    shows(`
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest]
      > Show Manifest
      shown: not there any more in no folder
    `);
  });
});
