import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import type { BuildSource } from '../../../../src/domain/sources/buildSource.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import { BuildMemory } from '../../../../src/vscode/memory.ts';
import { createPipelinesUi } from '../../../../src/vscode/pipelines/pipelinesUi.ts';
import { createDiffQuestions } from '../../../../src/vscode/shared/dialogs/diffQuestions.ts';
import { createProposeFile } from '../../../../src/vscode/pipelines/proposeFile.ts';
import { files } from '../../../support/vscode/documents.ts';
import { memento } from '../../../support/vscode/memento.ts';
import { choose, leave, type, press } from '../../../support/vscode/person.ts';
import { inVscode, person, see, seen, shows } from '../../../support/vscode/session.ts';
import { folder, trust } from '../../../support/vscode/workspace.ts';

const shop = folder('shop');
const { createWorkflow, createMakeTargets, createBakeFile } = commandIds.pipeline;
const dockerfile: BuildSource = { kind: 'dockerfile', file: 'app/Dockerfile', stages: [] };
const request = { dockerfile: 'app/Dockerfile', context: 'app', tags: ['ghcr.io/team/app:1.0'] };
const workflow = '/ws/shop/.github/workflows/build-image.yml';

async function run(
  id: string,
  memory: BuildMemory,
  place?: { readonly root: string; readonly path: string },
): Promise<void> {
  const changes = createDiffQuestions(() => Promise.resolve());
  const registration = createPipelinesUi({
    memory,
    sources: {
      findSources: () =>
        Promise.resolve({ sources: [{ folder: shop, source: dockerfile }], running: [], tooComplex: [] }),
    },
    targetPlatforms: () => ['linux/amd64', 'linux/arm64'],
    defaultBranch: () => Promise.resolve('trunk'),
    placeInRepository: () => Promise.resolve(place),
    askInDiff: changes.ask,
    showError: (error) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
      return Promise.resolve();
    },
  });
  await commands.executeCommand(id);
  registration.dispose();
  changes.dispose();
}

async function remembering(own: object = request): Promise<BuildMemory> {
  const memory = new BuildMemory(memento());
  await memory.remember(shop, own);
  return memory;
}

describe('Create Build Workflow…', () => {
  inVscode();

  it('creates the workflow of the last build, and says when it is up to date', async () => {
    const memory = await remembering();
    person(choose('GitHub Actions: Docker GitHub Builder'), press('Accept Change'));
    await run(createWorkflow, memory);
    const text = files.read(workflow) ?? '';
    assert.match(text, /uses: docker\/github-builder\/\.github\/workflows\/build\.yml@/);
    assert.match(text, /meta-images: ghcr\.io\/team\/app\n/);
    assert.match(text, /- trunk\n/);
    assert.ok(seen().includes(`save: ${workflow}`));

    person(choose('GitHub Actions: Docker GitHub Builder'));
    await run(createWorkflow, memory);
    assert.match(seen(), /\.github\/workflows\/build-image\.yml is up to date\./);
    assert.equal(files.read(workflow), text);
  });

  it('writes it at the root of the repository, where GitHub reads it, with paths from there', async () => {
    const memory = await remembering();
    const root = '/repo/.github/workflows/build-image.yml';
    person(choose('GitHub Actions: Docker GitHub Builder'), press('Accept Change'));
    await run(createWorkflow, memory, { root: '/repo', path: 'services/shop' });
    assert.equal(files.read(workflow), undefined);
    const text = files.read(root) ?? '';
    assert.match(text, /context: services\/shop\/app\n/);
    assert.match(text, /file: Dockerfile\n/);
    assert.ok(seen().includes(`save: ${root}`));

    person(choose('GitLab CI/CD: Native Runners'), press('Accept Change'));
    await run(createWorkflow, memory, { root: '/repo', path: 'services/shop' });
    assert.match(
      files.read('/repo/.gitlab-ci.yml') ?? '',
      /--file services\/shop\/app\/Dockerfile .* services\/shop\/app\n/,
    );
    seen();

    // the folder is the root
    person(choose('GitHub Actions: Docker GitHub Builder'), press('Accept Change'));
    await run(createWorkflow, memory, { root: '/real/shop', path: '' });
    assert.match(files.read(workflow) ?? '', /context: app\n/);
    seen();
  });

  it('replaces a workflow only where that is accepted', async () => {
    files.write(workflow, 'own: true\n');
    const qemu = choose('GitHub Actions: One Runner with QEMU');
    for (const act of [press('Discard Change'), leave]) {
      person(qemu, act);
      await run(createWorkflow, await remembering());
      assert.equal(files.read(workflow), 'own: true\n');
      assert.ok(!/^(?:save|warning|edit):/m.test(seen()));
    }
    person(qemu, press('Accept Change'));
    await run(createWorkflow, await remembering());
    assert.match(files.read(workflow) ?? '', /setup-qemu-action/);
    seen();
  });

  it('says where VS Code cannot change the file', async () => {
    files.refuseEdits();
    person(choose('GitHub Actions: One Runner with QEMU'), press('Accept Change'));
    await run(createWorkflow, await remembering());
    assert.match(seen(), /^warning: \.github\/workflows\/build-image\.yml could not be changed\.$/m);
  });

  it('asks what to build and for a name that can be pushed to, where nothing was built yet', async () => {
    person(choose('app/Dockerfile'), type('ghcr.io/team/new:2'));
    person(choose('GitHub Actions: Matrix of Native Runners'), press('Accept Change'));
    await run(createWorkflow, new BuildMemory(memento()));
    const text = files.read(workflow) ?? '';
    assert.match(text, /IMAGE: ghcr\.io\/team\/new\n/);
    assert.match(text, /file: app\/Dockerfile\n/);
    seen();
  });

  it('is silent when canceled', async () => {
    person(leave);
    await run(createWorkflow, new BuildMemory(memento()));
    person(choose('app/Dockerfile'), leave);
    await run(createWorkflow, new BuildMemory(memento()));
    person(leave);
    await run(createWorkflow, await remembering());
    assert.ok(!/^(?:create|information|warning|shown):/m.test(seen()));
  });

  it('leaves a GitLab pipeline as it is, and offers GitLab first beside one', async () => {
    files.write('/ws/shop/.gitlab-ci.yml', 'test:\n  script: make\n');
    person(choose('GitLab CI/CD: Native Runners'), press('Accept Change'));
    await run(createWorkflow, await remembering());
    const all = seen();
    assert.ok(all.indexOf('GitLab CI/CD') < all.indexOf('GitHub Actions'), all);
    assert.match(all, /Add \.gitlab\/build-image\.gitlab-ci\.yml to “include” in \.gitlab-ci\.yml/);
    assert.equal(files.read('/ws/shop/.gitlab-ci.yml'), 'test:\n  script: make\n');
    assert.match(files.read('/ws/shop/.gitlab/build-image.gitlab-ci.yml') ?? '', /^ {4}- saas-linux-small-amd64$/m);
  });

  it('says what a file does not have', async () => {
    person(leave);
    await run(createWorkflow, await remembering({ ...request, ssh: ['default'] }));
    assert.match(
      seen(),
      /^warning: The last build also used these properties, which the file does not have: ssh\. Add them by hand\.$/m,
    );
  });

  it('does nothing in an untrusted workspace, and refuses what a file cannot contain', async () => {
    await run(createWorkflow, await remembering({ ...request, target: 'a\nb' }));
    shows(`
      warning: A path or build argument of the last build contains a line break, which the file cannot contain.
    `);
    trust(false);
    await run(createWorkflow, await remembering());
    shows('shown: untrusted');
  });
});

describe('Create Makefile Targets…', () => {
  inVscode();

  it('adds them to the Makefile that GNU make would read', async () => {
    files.write('/ws/shop/Makefile', 'other:\n\ttrue\n');
    files.write('/ws/shop/GNUmakefile', 'all:\n\ttrue\n');
    person(press('Accept Change'));
    await run(createMakeTargets, await remembering());
    assert.match(files.read('/ws/shop/GNUmakefile') ?? '', /^all:\n\ttrue\n\n# >>> multi-arch builds >>>\n/);
    assert.equal(files.read('/ws/shop/Makefile'), 'other:\n\ttrue\n');
    seen();
  });

  it('loses nothing that was typed while the question was open', async () => {
    files.write('/ws/shop/Makefile', 'all:\n');
    const propose = createProposeFile(
      {
        compare: () => {
          files.write('/ws/shop/Makefile', 'all:\nmine:\n');
          return Promise.resolve();
        },
      },
      () => Promise.resolve(true),
    );
    assert.equal(await propose(shop.uri, 'Makefile', 'all:\nours:\n'), false);
    assert.equal(files.read('/ws/shop/Makefile'), 'all:\nmine:\n');
    assert.match(seen(), /^warning: Makefile has changed since\. Nothing was written\. Try again\.$/m);
  });

  it('touches no target of the user', async () => {
    files.write('/ws/shop/Makefile', 'docker-build:\n\ttrue\n');
    await run(createMakeTargets, await remembering());
    shows('warning: Makefile already has these targets: docker-build. Rename them first.');
  });
});

describe('Create Bake File…', () => {
  inVscode();

  it('creates one, and beside another one under another name', async () => {
    person(press('Accept Change'));
    await run(createBakeFile, await remembering());
    assert.match(files.read('/ws/shop/docker-bake.hcl') ?? '', /^target "app" \{$/m);
    files.write('/ws/shop/docker-bake.hcl', 'target "own" {}\n');
    person(press('Accept Change'));
    await run(createBakeFile, await remembering());
    assert.equal(files.read('/ws/shop/docker-bake.hcl'), 'target "own" {}\n');
    assert.match(files.read('/ws/shop/docker-bake.image.hcl') ?? '', /^target "app" \{$/m);
    seen();
  });

  it('says where a build has one', async () => {
    await run(createBakeFile, await remembering({ bakeTargets: ['web'], tags: ['r.io/web:1'] }));
    shows('information: This build is already defined by a bake or Compose file.');
  });
});
