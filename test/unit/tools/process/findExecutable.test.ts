import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findExecutable } from '../../../../src/tools/process/findExecutable.ts';

describe('findExecutable', function () {
  let folder: string;
  before(async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), 'find-'));
    for (const place of ['first', 'second', 'workspace']) {
      await mkdir(path.join(folder, place));
    }
    await writeFile(path.join(folder, 'first', 'docker'), 'not executable');
    await executable('second', 'docker');
    await executable('workspace', 'kubectl');
    await mkdir(path.join(folder, 'first', 'folder'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function executable(place: string, name: string): Promise<void> {
    const file = path.join(folder, place, name);
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o755);
  }
  const find = (name: string, PATH: string) => findExecutable(name, { env: { PATH }, platform: 'linux' });
  const at = (...parts: string[]) => path.join(folder, ...parts);

  it('takes the first one on PATH that can be executed', async () => {
    assert.equal(await find('docker', `${at('first')}:${at('second')}`), at('second', 'docker'));
  });

  it('passes over folders and empty entries', async () => {
    assert.equal(await find('folder', `:${at('first')}`), undefined);
  });

  it('never looks into a relative entry: that is the workspace', async () => {
    const former = process.cwd();
    process.chdir(at('workspace'));
    try {
      assert.equal(await find('kubectl', `.::bin`), undefined);
    } finally {
      process.chdir(former);
    }
  });

  it('takes an absolute path, and no relative one', async () => {
    assert.equal(await find(at('second', 'docker'), ''), at('second', 'docker'));
    assert.equal(await find('./docker', at('second')), undefined);
    assert.equal(await find('', at('second')), undefined);
  });
});
