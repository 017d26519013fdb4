import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBuildLog } from '../../../../../src/vscode/build/pty/buildLog.ts';
import { createLogFiles } from '../../../../../src/vscode/build/pty/logFiles.ts';

describe('the log file of a build', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'logs-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Opens a log; `lost` receives the reason for its loss. */
  function open(fsPath: string, limits?: { readonly waiting: number; readonly all: number }) {
    let lose: ((reason: string) => void) | undefined;
    const reasons: string[] = [];
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const log = openBuildLog(createLogFiles({ fsPath }, limits), (reason) => {
      reasons.push(reason);
      lose?.(reason);
    });
    return { log, lost, reasons };
  }

  const written = async (text: string) => {
    const file = path.join(folder, 'builds/build-1.log');
    for (;;) {
      const now = await readFile(file, 'utf8').catch(() => '');
      if (now.endsWith(text)) {
        return now;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('attack: a full disk is thrown at the build', async function () {
    if (!existsSync('/dev/full')) {
      this.skip();
    }
    await mkdir(path.join(folder, 'builds'));
    await symlink('/dev/full', path.join(folder, 'builds/build-1.log'));
    const { log, lost, reasons } = open(folder);
    log.write('one\n');
    assert.match(await lost, /ENOSPC/);
    log.write('two\n');
    log.end();
    assert.equal(reasons.length, 1);
  });

  it('attack: a folder that cannot be made is thrown at the build', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const { log, lost } = open(path.join(file, 'logs'));
    log.write('one\n');
    assert.match(await lost, /ENOTDIR|EEXIST|ENOENT/);
    log.write('two\n');
    log.end();
  });

  it('attack: a build that prints without an end fills memory or disk', async () => {
    const { log, reasons } = open(folder, { waiting: 1000, all: 5000 });
    for (let i = 0; i < 100; i += 1) {
      log.write(`${'x'.repeat(99)}\n`);
    }
    log.write('last\n');
    log.end();
    // the number of characters that wait for the disk is limited while nothing is written
    assert.equal((await written('x\n')).length, 1100);
    const { log: slow } = open(folder, { waiting: 1_000_000, all: 5000 });
    for (let i = 0; i < 100; i += 1) {
      slow.write(`${'y'.repeat(99)}\n`);
    }
    slow.end();
    const text = await written('The rest is omitted\n');
    assert.ok(text.length < 5100, String(text.length));
    assert.deepEqual(reasons, []);
  });

  it('holds all lines otherwise, and is made with the first one', async () => {
    const { log } = open(path.join(folder));
    assert.equal(existsSync(path.join(folder, 'builds/build-1.log')), false);
    log.write('one\n');
    log.write('two\n');
    log.end();
    assert.equal(await written('two\n'), 'one\ntwo\n');
  });

  it('attack: another user of the machine reads what a build printed', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const { log } = open(folder);
    log.write('x\n');
    log.end();
    await written('x\n');
    const file = path.join(folder, 'builds/build-1.log');
    const modes = await Promise.all([path.dirname(file), file].map(async (each) => (await stat(each)).mode & 0o777));
    assert.deepEqual(modes, [0o700, 0o600]);
  });
});
