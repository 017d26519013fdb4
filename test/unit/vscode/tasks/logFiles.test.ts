import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Uri } from 'vscode';
import { createLogFiles } from '../../../../src/vscode/tasks/logFiles.ts';

describe('the log file of a build', () => {
  it('attack: another user of the machine reads what a build printed', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'logs-'));
    const uri: unknown = { fsPath: folder };
    const log = createLogFiles(uri as Uri)();
    log.write('x\n');
    log.end();
    const modes = async () => [(await stat(path.dirname(log.path))).mode & 0o777, (await stat(log.path)).mode & 0o777];
    while (!existsSync(log.path)) {
      await setImmediate();
    }
    assert.deepEqual(await modes(), [0o700, 0o600]);
    await rm(folder, { recursive: true });
  });
});
