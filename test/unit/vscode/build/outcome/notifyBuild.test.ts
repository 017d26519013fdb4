import assert from 'node:assert/strict';
import type { BuildPlan } from '../../../../../src/domain/build/plan.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
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

/** Tells the outcome of a build; what is remembered of it. */
async function finished(
  report: Partial<BuildReport>,
  plan: Partial<BuildPlan> = {},
  more: Partial<FinishedBuild> = {},
  own: Partial<NotifyDeps> = {},
) {
  const memory = new BuildMemory(memento());
  buildFinished(memory, {
    showManifest: (reference) => {
      see(`manifest: ${reference}`);
      return Promise.resolve();
    },
    showError: (error, context) => {
      see(
        `shown: ${error instanceof Error ? error.message : String(error)} in ${context?.folder.name ?? 'no folder'}${context?.local === true ? ', for local use' : ''}${context?.also === undefined ? '' : `. ${context.also}`}`,
      );
      return Promise.resolve();
    },
    hasClusters: () => false,
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

  it('offers to restart workloads where clusters are chosen', async () => {
    person(press('Restart Workloads…'));
    await finished({}, {}, {}, { hasClusters: () => true });
    shows(`
      information: Pushed r.io/app:1; verified for linux/amd64, linux/arm64.
        [Copy Pinned Reference] [Show Manifest] [Restart Workloads…]
      > Restart Workloads…
      command: multiarch.image.restart {"id":"r.io/app:1"}
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
