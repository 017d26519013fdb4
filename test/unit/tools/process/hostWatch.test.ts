import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHostWatch } from '../../../../src/tools/process/hostWatch.ts';
import { gone } from '../../../support/gone.ts';

const runner = new URL('../../../../src/tools/process/runner.ts', import.meta.url).href;

/** A separate process that runs a program with two processes, as the extension host runs `docker buildx`. */
function host(stubborn: boolean) {
  const deaf = stubborn ? 'process.on("SIGINT", () => {});' : '';
  const grandchild = `${deaf} setInterval(() => {}, 1000)`;
  const child = `${deaf}
    const { pid } = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'ignore' });
    process.stdout.write(process.pid + ' ' + pid); setInterval(() => {}, 1000);`;
  const script = `
    import { createRunner } from ${JSON.stringify(runner)};
    await createRunner(undefined, { longRunning: 0 }).stream(
      { file: process.execPath, args: ['-e', ${JSON.stringify(child)}] },
      { onStdout: (chunk) => process.stdout.write(chunk) },
    );`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('what was started when the extension host is killed', () => {
  for (const stubborn of [false, true]) {
    it(`attack: ${stubborn ? 'stubborn ' : ''}children outlive a killed extension host`, async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      const killed = host(stubborn);
      const said = await new Promise<string>((resolve) => {
        killed.stdout.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
        });
      });
      killed.kill('SIGKILL');
      const pids = said.split(' ').map(Number);
      assert.equal(pids.length, 2);
      for (const pid of pids) {
        await gone(pid);
      }
    });
  }

  it('is watched by one program, which ends with the last watched process', () => {
    const said: string[] = [];
    let started = 0;
    const watch = createHostWatch(() => {
      started += 1;
      return { write: (text) => said.push(text), end: () => said.push('end') };
    });
    const [one, other] = [watch.add(11), watch.add(12)];
    one();
    one();
    other();
    watch.add(13)();
    assert.deepEqual(said, ['+11\n', '+12\n', '-11\n', '-12\n', 'end', '+13\n', '-13\n', 'end']);
    assert.equal(started, 2);
  });
});
