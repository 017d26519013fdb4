import assert from 'node:assert/strict';
import { EventEmitter } from 'vscode';
import type { BuildSource, DockerfileSource } from '../../../../src/domain/sources/buildSource.ts';
import { createBuildLenses } from '../../../../src/vscode/build/buildLenses.ts';
import { lensesOf, onLensesChanged } from '../../../support/vscode/languages.ts';
import { inVscode } from '../../../support/vscode/session.ts';
import { setting } from '../../../support/vscode/settings.ts';
import { folder, trust } from '../../../support/vscode/workspace.ts';

const stages: DockerfileSource['stages'] = [
  { index: 0, base: 'golang', name: 'build', line: 2 },
  { index: 1, base: 'alpine', line: 7 },
];
const file = '/ws/shop/Dockerfile';

/** The lenses of a workspace in which the file is this source. */
function lenses(source: BuildSource | undefined, platforms = ['linux/amd64', 'linux/arm64']) {
  const changes = new EventEmitter<void>();
  const registration = createBuildLenses({
    sources: { sourceAt: () => Promise.resolve(source ? [{ folder: folder('shop'), source }] : []) },
    targetPlatforms: () => platforms,
    onDidChangeTargets: changes.event,
  });
  return { changes, registration };
}

describe('the commands above a FROM', () => {
  inVscode();

  it('build the last stage for the target platforms, or locally', async () => {
    lenses({ kind: 'dockerfile', file: 'Dockerfile', stages });
    assert.deepEqual(await lensesOf(file), [
      '7: Build for amd64, arm64… → multiarch.buildImage',
      '7: Build Locally → multiarch.buildLocal',
    ]);
  });

  it('name three platforms at most', async () => {
    lenses({ kind: 'dockerfile', file: 'Dockerfile', stages }, [
      'linux/amd64',
      'linux/arm64',
      'linux/386',
      'linux/s390x',
    ]);
    assert.equal((await lensesOf(file))[0], '7: Build for amd64, arm64, 386 and 1 more… → multiarch.buildImage');
  });

  it('attack: an icon in a platform of the settings becomes part of a title', async () => {
    lenses({ kind: 'dockerfile', file: 'Dockerfile', stages }, ['$(pass)']);
    assert.equal((await lensesOf(file))[0], '7: Build for $\u200b(pass)… → multiarch.buildImage');
  });

  it('are absent above what is not built: another file, no stage, an untrusted workspace', async () => {
    lenses(undefined);
    assert.deepEqual(await lensesOf(file), []);
    lenses({ kind: 'dockerfile', file: 'Dockerfile', stages: [] });
    assert.deepEqual(await lensesOf(file), []);
    lenses({ kind: 'dockerfile', file: 'Dockerfile', stages });
    trust(false);
    assert.deepEqual(await lensesOf(file), []);
  });

  it('can be switched off, and follow the target platforms', async () => {
    const { changes } = lenses({ kind: 'dockerfile', file: 'Dockerfile', stages });
    let asked = 0;
    onLensesChanged(() => asked++);
    changes.fire();
    assert.equal(asked, 1);
    setting('workspace', 'multiarch.codeLens', false);
    assert.equal(asked, 2);
    assert.deepEqual(await lensesOf(file), []);
  });
});
