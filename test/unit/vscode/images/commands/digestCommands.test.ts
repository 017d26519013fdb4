import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { digest, digestFor, inspected, named } from '../../../../support/sampleImages.ts';
import type { Images } from '../../../../../src/services/images/images.ts';
import type { ImageModel } from '../../../../../src/vscode/images/model/imageModel.ts';
import type { WorkspaceSources } from '../../../../../src/vscode/workspaceSources.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { cancel } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { Uri } from 'vscode';
import { imageCommands, imageRow, platformRow } from './imageCommands.ts';

const { copyPinned, copyDigest, pinInFiles } = commandIds.image;
const one = inspected('r.io/app:1', ['linux/amd64']);
const part = { kind: 'part', id: 'r.io/app:1', digest: digest('cc') };
const missing = { kind: 'missing', id: 'r.io/app:1', platform: 'linux/arm64' };
const unreadable = stub<Images>('Images', { inspect: (_id, { signal } = {}) => untilAborted(signal) });

describe('Copy Pinned Reference', () => {
  inVscode();

  it('has the digest of the image, of its platform or of the part', async () => {
    const commands = imageCommands([one]);
    for (const row of [imageRow(one), platformRow(one, 'linux/amd64'), part]) {
      await commands.run(copyPinned, row);
    }
    await commands.run(copyPinned, undefined);
    shows(`
      clipboard: r.io/app:1@sha256:aa000000…
      status: Copied r.io/app:1@sha256:aa000000…
      clipboard: r.io/app:1@sha256:2f616d64…
      status: Copied r.io/app:1@sha256:2f616d64…
      clipboard: r.io/app:1@sha256:cc000000…
      status: Copied r.io/app:1@sha256:cc000000…
    `);
  });

  it('reads an image again that was read in a former session', async () => {
    const known = { named: named(one.ref), image: one, at: 0, reading: false, overtaken: false, error: undefined };
    const model = stub<ImageModel>('ImageModel', { known: () => ({ ...known, former: true }) });
    const read = () => {
      see('reads');
      return Promise.resolve({ ...known, image: { ...one, digest: digest('dd') } });
    };
    await imageCommands([one], { model, read }).run(copyPinned, imageRow(one));
    await imageCommands([one], { model, read }).run(copyDigest, imageRow(one));
    shows(`
      reads
      clipboard: r.io/app:1@sha256:dd000000…
      status: Copied r.io/app:1@sha256:dd000000…
      reads
      clipboard: sha256:dd000000…
      status: Copied sha256:dd000000…
    `);
  });

  it('asks the registry where the view knows nothing, and copies nothing where that is cancelled', async () => {
    const model = stub<ImageModel>('ImageModel', {
      known: (of) => ({
        named: of,
        image: undefined,
        at: undefined,
        reading: false,
        overtaken: false,
        error: undefined,
      }),
    });
    const commands = imageCommands([one], { model });
    await commands.run(copyPinned, imageRow(one));
    await commands.run(copyDigest, imageRow(one));
    person(cancel('Reading'), cancel('Reading'));
    const without = imageCommands([one], { model, images: unreadable });
    await without.run(copyPinned, imageRow(one));
    await without.run(copyDigest, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      clipboard: r.io/app:1@sha256:aa000000…
      status: Copied r.io/app:1@sha256:aa000000…
      progress: Reading r.io/app:1
      clipboard: sha256:aa000000…
      status: Copied sha256:aa000000…
      progress: Reading r.io/app:1
      > Cancel
      progress: Reading r.io/app:1
      > Cancel
    `);
  });
});

describe('Copy Digest', () => {
  inVscode();

  it('has that of the image, of its platform or of the part; of a platform that is missing that of the image', async () => {
    const commands = imageCommands([one]);
    for (const row of [imageRow(one), platformRow(one, 'linux/amd64'), part, missing, undefined]) {
      await commands.run(copyDigest, row);
    }
    shows(`
      clipboard: sha256:aa000000…
      status: Copied sha256:aa000000…
      clipboard: sha256:2f616d64…
      status: Copied sha256:2f616d64…
      clipboard: sha256:cc000000…
      status: Copied sha256:cc000000…
      progress: Reading r.io/app:1
      clipboard: sha256:aa000000…
      status: Copied sha256:aa000000…
    `);
    assert.notEqual(digestFor('linux/amd64'), one.digest);
  });
});

describe('Pin in files', () => {
  inVscode();
  const dockerfile = '/ws/shop/Dockerfile';
  const manifest = '/ws/shop/deploy.yaml';
  const sources = (...paths: readonly string[]) =>
    stub<WorkspaceSources>('WorkspaceSources', {
      findNaming: () => Promise.resolve(paths.map((each) => Uri.file(each))),
    });

  it('puts the digest behind each mention, as one change', async () => {
    files.write(dockerfile, 'FROM r.io/app:1 AS base\nCOPY --from=r.io/app:1 /a /b\n');
    files.write(manifest, 'image: "r.io/app:1"\n');
    await imageCommands([one], { files: sources(dockerfile, manifest) }).run(pinInFiles, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      edit: /ws/shop/Dockerfile at 1:6: r.io/app:1@sha256:aa000000…
      edit: /ws/shop/Dockerfile at 2:13: r.io/app:1@sha256:aa000000…
      edit: /ws/shop/deploy.yaml at 1:9: r.io/app:1@sha256:aa000000…
      editor: /ws/shop/Dockerfile at 1:6
      status: Pinned r.io/app:1 in 3 places: Dockerfile, deploy.yaml.
      redraws
    `);
    assert.equal(files.read(manifest), `image: "r.io/app:1@${one.digest}"\n`);
    assert.equal(
      files.read(dockerfile),
      `FROM r.io/app:1@${one.digest} AS base\nCOPY --from=r.io/app:1@${one.digest} /a /b\n`,
    );
  });

  it('says so of one place alone, and where none is left to pin', async () => {
    files.write(dockerfile, 'FROM r.io/app:1\n');
    const commands = imageCommands([one], { files: sources(dockerfile) });
    await commands.run(pinInFiles, imageRow(one));
    await commands.run(pinInFiles, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      edit: /ws/shop/Dockerfile at 1:6: r.io/app:1@sha256:aa000000…
      editor: /ws/shop/Dockerfile at 1:6
      status: Pinned r.io/app:1 in Dockerfile.
      redraws
      progress: Reading r.io/app:1
      information: No file in this workspace references r.io/app:1 without this digest.
      redraws
    `);
  });

  it('says that files cannot be changed', async () => {
    files.write(dockerfile, 'FROM r.io/app:1\n');
    files.refuseEdits();
    await imageCommands([one], { files: sources(dockerfile) }).run(pinInFiles, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      warning: The files that reference r.io/app:1 could not be changed.
      redraws
    `);
  });

  it('needs a tag and what it names now', async () => {
    const byDigest = inspected(`r.io/app@${digest('aa')}`, ['linux/amd64']);
    await imageCommands([byDigest]).run(pinInFiles, imageRow(byDigest));
    person(cancel('Reading'));
    await imageCommands([one], { images: unreadable }).run(pinInFiles, imageRow(one));
    shows(`
      progress: Reading r.io/app:1
      > Cancel
    `);
  });
});
