import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { clusterModel, cluster, forbidden, group } from '../../../../support/sampleClusters.ts';
import { digest, digestFor, inspected } from '../../../../support/sampleImages.ts';
import type { Images } from '../../../../../src/services/images/images.ts';
import type { Insides } from '../../../../../src/services/insides/insides.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { createPlatformFacts } from '../../../../../src/vscode/images/model/platformFacts.ts';
import { cancel, choose, leave, press, type } from '../../../../support/vscode/person.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { inVscode, person, see, seen, shows } from '../../../../support/vscode/session.ts';
import { closePanel, focusPanel } from '../../../../support/vscode/webviews.ts';
import { atNoon } from '../../../../support/noon.ts';
import { imageCommands, imageRow, platformRow } from './imageCommands.ts';

const { inspect, verify, compare, showManifest, copyReport, checkInside } = commandIds.image;
const amd64 = 'linux/amd64';
const arm64 = 'linux/arm64';
const one = inspected('r.io/app:1', [amd64, arm64]);
const two = inspected('r.io/app:2', [amd64], digest('bb'));
const other = inspected('r.io/other:1', [arm64], digest('cc'));

describe('Inspect Image Platforms', () => {
  inVscode();
  atNoon();

  it('shows a report on the image of the row, and refreshes the view', async () => {
    await imageCommands([one]).run(inspect, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      page: app:1 (multiarch.report)
        | # r.io/app:1
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:1"}]] Verify Pushed Image
        | - [multiarch.image.compare [{"kind":"reported","id":"r.io/app:1"}]] Compare Images…
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/app:1@sha256:aa000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:aa000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 20 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
        | linux/arm64 | 10 MB | sha256:2f61726d…
      view reads: r.io/app:1
    `);
  });

  it('asks which from the palette: one of the workspace, or any that is typed', async () => {
    person(choose('r.io/app:2'), type('r.io/other:1'));
    const commands = imageCommands([one, two, other]);
    await commands.run(inspect, undefined);
    await commands.run(inspect, undefined);
    shows(`
      pick: Inspect Image Platforms — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
        r.io/app:2 | you
        r.io/other:1 | you
      > r.io/app:2
      progress: Reading r.io/app:2
      page: app:2 (multiarch.report)
        | # r.io/app:2
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:2"}]] Verify Pushed Image
        | - [multiarch.image.compare [{"kind":"reported","id":"r.io/app:2"}]] Compare Images…
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/app:2@sha256:bb000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:bb000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 10 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
      view reads: r.io/app:2
      pick: Inspect Image Platforms — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
        r.io/app:2 | you
        r.io/other:1 | you
      > r.io/other:1
      pick: Inspect Image Platforms — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/other:1 | use this name
        r.io/other:1 | you
      progress: Reading r.io/other:1
      page: other:1 (multiarch.report)
        | # r.io/other:1
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/other:1"}]] Verify Pushed Image
        | - [multiarch.image.compare [{"kind":"reported","id":"r.io/other:1"}]] Compare Images…
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/other:1@sha256:cc000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:cc000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 10 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/arm64 | 10 MB | sha256:2f61726d…
      view reads: r.io/other:1
    `);
  });

  it('does not take what is no name, and ends with Escape', async () => {
    person(type('r.io/App'), leave);
    await imageCommands([one]).run(inspect, undefined);
    shows(`
      pick: Inspect Image Platforms — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > r.io/App
      pick: Inspect Image Platforms — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›$(error) r.io/App | a name must be lowercase: r.io/app
        r.io/app:1 | you
      > Escape
    `);
  });

  it('rejects with what the registry says, and ends where it is cancelled', async () => {
    await assert.rejects(imageCommands([]).run(inspect, imageRow(one)), { code: 'imageNotFound' });
    person(cancel('Reading'));
    const images = stub<Images>('Images', { inspect: (_id, { signal } = {}) => untilAborted(signal) });
    await imageCommands([one], { images }).run(inspect, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1
      > Cancel
    `);
  });
});

describe('Verify Pushed Image', () => {
  inVscode();
  atNoon();

  it('shows what would become of the image on the chosen clusters, which are asked now', async () => {
    const clusters = clusterModel([cluster('prod', group(amd64, 3), group('linux/s390x', 1)), forbidden('locked')]);
    await imageCommands([one], { clusters }).run(verify, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      asks: prod, locked
      page: app:1 (multiarch.report)
        | # r.io/app:1
        | (bad) Cannot run on 1 of 4 eligible nodes.
        | - [multiarch.image.addMissing [{"kind":"reported","id":"r.io/app:1","platforms":["linux/s390x"]}]] Add Missing Platforms…
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:1"}]] Check Again
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/app:1@sha256:aa000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## On the selected clusters
        | Cluster | Platform | Nodes | Outcome
        | prod | linux/amd64 | 3 | runs
        | prod | linux/s390x | 1 | is not pulled: the index has no image for it
        | No known workload uses this image, so all eligible nodes count.
        | locked could not be checked: No permission to list the nodes of locked.
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:aa000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 20 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
        | linux/arm64 | 10 MB | sha256:2f61726d…
      view reads: r.io/app:1
    `);
  });

  it('says that no cluster is chosen, and verifies against those that are chosen then', async () => {
    const chosen = [cluster('prod', group(amd64, 1))];
    let times = 0;
    person(press('Choose Clusters…'));
    await imageCommands([two], {
      clusters: stub('ClusterModel', {
        chosen,
        refresh: () => {
          times += 1;
          return Promise.resolve(times === 1 ? [] : chosen);
        },
      }),
    }).run(verify, imageRow(two));
    shows(`
      progress: Reading r.io/app:2
      page: app:2 (multiarch.report)
        | # r.io/app:2
        | (neutral) No cluster is selected, so it is unknown where the image goes. Choose clusters to compare it with them.
        | - [multiarch.selectClusters] Choose Clusters…
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/app:2@sha256:bb000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:bb000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 10 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
      view reads: r.io/app:2
      information: No cluster is selected yet.
        [Choose Clusters…]
      > Choose Clusters…
      command: multiarch.selectClusters
      progress: Reading r.io/app:2
      page: app:2 (multiarch.report)
        | # r.io/app:2
        | (good) Runs on all eligible nodes of the selected clusters.
        | - [multiarch.image.restart [{"id":"r.io/app:2"}]] Restart Workload…
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:2"}]] Check Again
        | - [multiarch.image.showManifest [{"kind":"reported","id":"r.io/app:2@sha256:bb000000…"}]] Show Manifest
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## On the selected clusters
        | Cluster | Platform | Nodes | Outcome
        | prod | linux/amd64 | 1 | runs
        | No known workload uses this image, so all eligible nodes count.
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:bb000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 10 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
      view reads: r.io/app:2
    `);
  });

  it('ends with Escape, or where it is cancelled', async () => {
    person(leave, cancel('Reading'));
    await imageCommands([one]).run(verify, undefined);
    const images = stub<Images>('Images', { inspect: (_id, { signal } = {}) => untilAborted(signal) });
    await imageCommands([one], { images }).run(verify, imageRow(one));
    shows(`
      pick: Verify Pushed Image — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > Escape
      progress: Reading r.io/app:1
      asks:
      > Cancel
    `);
  });
});

describe('Compare Images', () => {
  inVscode();
  atNoon();

  it('asks for the other one, first those of the same repository, and shows what differs', async () => {
    person(choose('r.io/app:2'));
    await imageCommands([other, one, two]).run(compare, imageRow(one));
    shows(`
      pick: Compare Images — Which image should r.io/app:1 be compared with?
       ›r.io/app:2 | you
        r.io/other:1 | you
      > r.io/app:2
      progress: Reading r.io/app:1, r.io/app:2
      page: app:1 → app:2 (multiarch.report)
        | # r.io/app:1 → r.io/app:2
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:2"}]] Verify Pushed Image
        | - [multiarch.image.copyReport] Copy as Markdown
        | removed: linux/arm64
        | unchanged: linux/amd64
        | Platform | Change | Before | After | Digest
        | linux/amd64 | unchanged | 10 MB | 10 MB | sha256:2f616d64…
        | linux/arm64 | removed | 10 MB |  | sha256:2f61726d…
        | Total |  | 20 MB | 10 MB |
        | Before: sha256:aa000000… (Index)
        | After: sha256:bb000000… (Index)
        | Read from the registry on Nov 24, 2026, 12:00 PM.
    `);
  });

  it('ends with Escape at either question, or where it is cancelled', async () => {
    const images = stub<Images>('Images', { inspect: (_id, { signal } = {}) => untilAborted(signal) });
    person(leave, leave, choose('r.io/app:2'), cancel('Reading'));
    const commands = imageCommands([one, two], { images });
    await commands.run(compare, undefined);
    await commands.run(compare, imageRow(one));
    await commands.run(compare, imageRow(one));
    shows(`
      pick: Compare Images — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
        r.io/app:2 | you
      > Escape
      pick: Compare Images — Which image should r.io/app:1 be compared with?
       ›r.io/app:2 | you
      > Escape
      pick: Compare Images — Which image should r.io/app:1 be compared with?
       ›r.io/app:2 | you
      > r.io/app:2
      progress: Reading r.io/app:1, r.io/app:2
      > Cancel
    `);
  });
});

describe('Show Manifest', () => {
  inVscode();
  atNoon();

  it('shows a summary, and the manifest as the registry has it', async () => {
    const raw = '{\n  "schemaVersion": 2,\n  "manifests": []\n}';
    const images = stub<Images>('Images', {
      inspect: () => Promise.resolve(two),
      raw: (_id, of) => {
        see(`reads: ${of}`);
        return Promise.resolve(raw);
      },
    });
    await imageCommands([two], { images }).run(showManifest, imageRow(two));
    shows(`
      progress: Reading r.io/app:2
      reads: sha256:bb000000…
      page: app:2 manifest (multiarch.report)
        | # r.io/app:2
        | - [multiarch.verifyImage [{"kind":"reported","id":"r.io/app:2"}]] Verify Pushed Image
        | - [multiarch.image.copyReport] Copy as Markdown
        | ## In the registry
        | Read from the registry on Nov 24, 2026, 12:00 PM.
        | Digest: sha256:bb000000…
        | Kind: Index, application/vnd.oci.image.index.v1+json
        | Size: 10 MB, compressed
        | ## Platforms
        | Platform | Size | Digest
        | linux/amd64 | 10 MB | sha256:2f616d64…
        | ## Manifest
        | {
        |   "schemaVersion": 2,
        |   "manifests": []
        | }
    `);
  });

  it('ends with Escape, or where it is cancelled', async () => {
    person(leave, cancel('Reading'));
    await imageCommands([one]).run(showManifest, undefined);
    const images = stub<Images>('Images', { inspect: (_id, { signal } = {}) => untilAborted(signal) });
    await imageCommands([one], { images }).run(showManifest, { kind: 'reported', id: one.ref });
    shows(`
      pick: Show Manifest — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
      > Escape
      progress: Reading r.io/app:1
      > Cancel
    `);
  });
});

describe('Copy Report as Markdown', () => {
  inVscode();
  atNoon();

  it('copies the report of the active editor, and otherwise the one that was shown last', async () => {
    const commands = imageCommands([one, two]);
    await commands.run(copyReport, undefined);
    await commands.run(inspect, imageRow(one));
    await commands.run(inspect, imageRow(two));
    seen();
    await commands.run(copyReport, undefined);
    focusPanel('app:1');
    await commands.run(copyReport, undefined);
    shows(`
      clipboard: # r.io/app:2

        ## In the registry

        Read from the registry on Nov 24, 2026, 12:00 PM.

        - Digest: sha256:bb000000…
        - Kind: Index, application/vnd.oci.image.index.v1+json
        - Size: 10 MB, compressed

        ## Platforms

        | Platform    | Size  | Digest                                                                  |
        |-------------|-------|-------------------------------------------------------------------------|
        | linux/amd64 | 10 MB | sha256:2f616d64… |

      status: Copied the report as Markdown
      clipboard: # r.io/app:1

        ## In the registry

        Read from the registry on Nov 24, 2026, 12:00 PM.

        - Digest: sha256:aa000000…
        - Kind: Index, application/vnd.oci.image.index.v1+json
        - Size: 20 MB, compressed

        ## Platforms

        | Platform    | Size  | Digest                                                                  |
        |-------------|-------|-------------------------------------------------------------------------|
        | linux/amd64 | 10 MB | sha256:2f616d64… |
        | linux/arm64 | 10 MB | sha256:2f61726d… |

      status: Copied the report as Markdown
    `);
    closePanel('app:1');
    await commands.run(copyReport, undefined);
    closePanel('app:2');
    await commands.run(copyReport, undefined);
    shows(`
      clipboard: # r.io/app:2

        ## In the registry

        Read from the registry on Nov 24, 2026, 12:00 PM.

        - Digest: sha256:bb000000…
        - Kind: Index, application/vnd.oci.image.index.v1+json
        - Size: 10 MB, compressed

        ## Platforms

        | Platform    | Size  | Digest                                                                  |
        |-------------|-------|-------------------------------------------------------------------------|
        | linux/amd64 | 10 MB | sha256:2f616d64… |

      status: Copied the report as Markdown
    `);
    await commands.run(inspect, imageRow(one));
    assert.match(seen(), /page: app:1/, 'a closed report is shown again');
  });
});

describe('Check Program Architectures', () => {
  inVscode();

  const facts = () => createPlatformFacts(memento());
  const fits = { state: 'found', programs: [{ program: '/app', format: 'elf', architecture: 'amd64' }] } as const;

  it('looks into the image of the row, and into each of its platforms, once', async () => {
    const inside = {
      facts: facts(),
      insides: stub<Insides>('Insides', {
        read: (id, of, { onProgress } = {}) => {
          see(`looks into: ${id} ${of}`);
          onProgress?.({ layer: 1, layers: 2, bytes: 1_500_000 });
          return Promise.resolve(fits);
        },
      }),
    };
    const commands = imageCommands([one], { inside });
    await commands.run(checkInside, platformRow(one, amd64));
    await commands.run(checkInside, imageRow(one));
    shows(`
      progress: Checking programs in r.io/app:1
      looks into: r.io/app:1 sha256:2f616d64…
        … linux/amd64: layer 1 of at most 2, 1.5 MB
      information: r.io/app:1 for linux/amd64 starts /app, which is for amd64 and therefore matches.
      progress: Checking programs in r.io/app:1
      looks into: r.io/app:1 sha256:2f61726d…
        … linux/arm64: layer 1 of at most 2, 1.5 MB
      warning: r.io/app:1 is labelled linux/arm64, but /app is an amd64 program.
    `);
    assert.deepEqual(inside.facts.of(digestFor(arm64)), { inside: fits });
  });

  it('tells in one warning what does not fit, three sentences at most', async () => {
    const all = inspected('r.io/app:1', [amd64, arm64, 'linux/s390x', 'linux/ppc64le', 'linux/riscv64']);
    const inside = { facts: facts(), insides: stub<Insides>('Insides', { read: () => Promise.resolve(fits) }) };
    await imageCommands([all], { inside }).run(checkInside, imageRow(all));
    shows(`
      progress: Checking programs in r.io/app:1
      warning: r.io/app:1 is labelled linux/arm64, but /app is an amd64 program. r.io/app:1 is labelled linux/s390x, but /app is an amd64 program. r.io/app:1 is labelled linux/ppc64le, but /app is an amd64 program.
    `);
  });

  it('says that all fit, or that there is nothing to look into', async () => {
    const both = inspected('r.io/app:1', [amd64, 'linux/amd64/v2']);
    const inside = { facts: facts(), insides: stub<Insides>('Insides', { read: () => Promise.resolve(fits) }) };
    await imageCommands([both], { inside }).run(checkInside, imageRow(both));
    const empty = inspected('r.io/app:1', []);
    await imageCommands([empty], { inside }).run(checkInside, imageRow(empty));
    shows(`
      progress: Checking programs in r.io/app:1
      information: r.io/app:1 starts programs that match its platforms: amd64, amd64/v2.
      information: r.io/app:1 contains no image to check.
    `);
  });

  it('is cancelled', async () => {
    const read = (_id: string, _digest: string, { signal }: { signal?: AbortSignal } = {}) => untilAborted(signal);
    person(cancel('Checking'));
    await imageCommands([one], { inside: { facts: facts(), insides: stub<Insides>('Insides', { read }) } }).run(
      checkInside,
      imageRow(one),
    );
    shows(`
      progress: Checking programs in r.io/app:1
      > Cancel
    `);
  });
});
