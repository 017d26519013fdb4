import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import { problemLines } from '../../../../../src/vscode/build/pty/problemLines.ts';

describe('the problems of a build', () => {
  let root: string;
  let folder: string;
  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'problems-')));
    folder = path.join(root, 'work');
    await mkdir(path.join(folder, 'app', '..hidden'), { recursive: true });
    await mkdir(path.join(folder, '..:3: error: x'));
    await mkdir(path.join(root, 'work-not'));
    const files = [
      'work/Dockerfile',
      'work/app/Dockerfile',
      'work/app/..hidden/Dockerfile',
      'outside',
      'work-not/Dockerfile',
    ];
    for (const file of [...files, 'work/..:3: error: x/Dockerfile', 'work/..\\..\\outside', 'work/ Dockerfile']) {
      await writeFile(path.join(root, file), '');
    }
    await symlink(path.join(root, 'outside'), path.join(folder, 'link'));
    await symlink(root, path.join(folder, 'up'));
    await symlink(path.join(folder, 'Dockerfile'), path.join(folder, 'within'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  const marked = async (file: string, directory = folder) => {
    const report: BuildReport = {
      ok: false,
      command: [],
      verified: false,
      images: [],
      platforms: [],
      missing: [],
      ms: 0,
      warnings: [{ file, line: 1, message: 'odd' }],
    };
    const [line] = await problemLines(report, { directory, folder });
    return line?.marked === true ? line.file : undefined;
  };

  it('are marked in files of the folder, named from there', async () => {
    assert.equal(await marked('Dockerfile'), 'Dockerfile');
    assert.equal(await marked('Dockerfile', path.join(folder, 'app')), path.join('app', 'Dockerfile'));
    assert.equal(await marked(path.join(folder, 'app', 'Dockerfile')), path.join('app', 'Dockerfile'));
    assert.equal(await marked('../Dockerfile', path.join(folder, 'app')), 'Dockerfile');
    assert.equal(await marked('app/..hidden/Dockerfile'), path.join('app', '..hidden', 'Dockerfile'));
    assert.equal(await marked('within'), 'within');
  });

  for (const file of [
    '../../../etc/passwd',
    '/etc/passwd',
    '../outside',
    '../work-not/Dockerfile',
    'link',
    'up/outside',
    'up/work-not/Dockerfile',
    '..:3: error: x/Dockerfile',
    '..\\..\\outside',
    ' Dockerfile',
    'C:\\Windows\\win.ini',
    '\\\\server\\share\\file',
    '//server/share/file',
    'missing',
    '.',
    '',
    'a\0b',
    'x'.repeat(100_000),
  ]) {
    it(`attack: a build marks a file outside the folder (${JSON.stringify(file.slice(0, 40))})`, async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      assert.equal(await marked(file), undefined);
    });
  }
});
