import { execa } from 'execa';
import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultBranch } from '../../../../src/services/git/defaultBranch.ts';
import { placeInRepository } from '../../../../src/services/git/repository.ts';
import { gitVersion } from '../../../../src/services/git/gitVersion.ts';
import { createRunner } from '../../../../src/tools/process/runner.ts';

const runner = createRunner({ started: () => undefined, ended: () => undefined });
const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];

describe('what git says about a folder', () => {
  let folder: string;
  const git = (...args: string[]) => execa('git', [...author, ...args], { cwd: folder });
  const isThere = (file: string) =>
    access(path.join(folder, file)).then(
      () => true,
      () => false,
    );

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'git-version-'));
    await git('init', '--quiet');
    await writeFile(path.join(folder, 'app.txt'), 'one\n');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'one');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the version: the tag, the way from it, and whether files were changed', async () => {
    await git('tag', 'v1.2');
    assert.equal(await gitVersion(runner, folder), 'v1.2');
    await git('commit', '--quiet', '--allow-empty', '--message', 'two');
    assert.match((await gitVersion(runner, folder)) ?? '', /^v1\.2-1-g[0-9a-f]+$/);
    await writeFile(path.join(folder, 'app.txt'), 'two, and longer\n');
    assert.match((await gitVersion(runner, folder)) ?? '', /^v1\.2-1-g[0-9a-f]+-dirty$/);
  });

  it('is no version where there is no repository, or no commit', async () => {
    await rm(path.join(folder, '.git'), { recursive: true });
    assert.equal(await gitVersion(runner, folder), undefined);
    await git('init', '--quiet');
    assert.equal(await gitVersion(runner, folder), undefined);
  });

  it('is the default branch of the remote, if git knows it', async () => {
    assert.equal(await defaultBranch(runner, folder), undefined);
    await git('update-ref', 'refs/remotes/origin/release/1', 'HEAD');
    await git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/1');
    assert.equal(await defaultBranch(runner, folder), 'release/1');
    await rm(path.join(folder, '.git'), { recursive: true });
    assert.equal(await defaultBranch(runner, folder), undefined);
  });

  it('is where a folder is in its repository', async () => {
    const root = await realpath(folder);
    const below = path.join(folder, 'services', 'a b');
    await mkdir(below, { recursive: true });
    assert.deepEqual(await placeInRepository(runner, below), { root, path: 'services/a b' });
    assert.deepEqual(await placeInRepository(runner, folder), { root, path: '' });
    const odd = path.join(folder, 'a\nb');
    await mkdir(odd);
    assert.equal(await placeInRepository(runner, odd), undefined);
    await rm(path.join(folder, '.git'), { recursive: true });
    assert.equal(await placeInRepository(runner, below), undefined);
  });

  it('attack: a repository names programs for git to run', async () => {
    const sub = await mkdtemp(path.join(tmpdir(), 'git-sub-'));
    try {
      await execa('git', ['init', '--quiet', sub]);
      await execa('git', [...author, 'commit', '--quiet', '--allow-empty', '--message', 'sub'], { cwd: sub });
      await git('-c', 'protocol.file.allow=always', 'submodule', 'add', sub, 'sub');
    } finally {
      await rm(sub, { recursive: true, force: true });
    }
    await git('commit', '--quiet', '--message', 'sub');
    const marker = (name: string) => `touch ${path.join(folder, `ran-${name}`)}; cat`;
    const hook = async (name: string) => {
      await mkdir(path.join(folder, 'hooks'), { recursive: true });
      await writeFile(path.join(folder, 'hooks', name), `#!/bin/sh\n${marker(`hook-${name}`)}\n`, { mode: 0o755 });
    };
    await hook('post-index-change');
    await hook('fsmonitor-watchman');
    await git('config', 'core.hooksPath', 'hooks');
    await git('config', 'core.fsmonitor', path.join(folder, 'hooks/fsmonitor-watchman'));
    for (const filter of ['evil', 'evil.with=dots']) {
      await git('config', `filter.${filter}.clean`, marker('clean'));
      await git('config', `filter.${filter}.process`, marker('process'));
      await git('config', `filter.${filter}.required`, 'true');
    }
    await writeFile(path.join(folder, '.gitattributes'), 'app.txt filter=evil\nother.txt filter=evil.with=dots\n');
    // same size: git must compare the contents
    await writeFile(path.join(folder, 'app.txt'), 'two\n');
    const inside = path.join(folder, 'sub');
    await execa('git', ['config', 'core.fsmonitor', path.join(folder, 'hooks/fsmonitor-watchman')], { cwd: inside });
    for (const name of ['clean', 'process', 'hook-post-index-change', 'hook-fsmonitor-watchman']) {
      await rm(path.join(folder, `ran-${name}`), { force: true });
    }

    assert.match((await gitVersion(runner, folder)) ?? '', /^[0-9a-f]{7,}-dirty$/);
    for (const name of ['clean', 'process', 'hook-post-index-change', 'hook-fsmonitor-watchman']) {
      assert.equal(await isThere(`ran-${name}`), false, name);
    }
  });

  it('attack: a missing object is fetched by a command of the repository', async () => {
    const { stdout: blob } = await git('rev-parse', 'HEAD^{tree}');
    await git('config', 'remote.origin.url', `ext::sh -c touch% ${path.join(folder, 'ran-fetch')}`);
    await git('config', 'remote.origin.promisor', 'true');
    await git('config', 'remote.origin.partialclonefilter', 'blob:none');
    await git('config', 'protocol.ext.allow', 'always');
    await git('config', 'core.repositoryformatversion', '1');
    await git('config', 'extensions.partialClone', 'origin');
    await rm(path.join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    await gitVersion(runner, folder);
    assert.equal(await isThere('ran-fetch'), false);
  });
});
