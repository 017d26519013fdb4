import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command, Output } from '../../../../src/tools/process/command.ts';
import { CancelledError, isCommandError } from '../../../../src/tools/process/errors.ts';
import { createRunner } from '../../../../src/tools/process/runner.ts';
import { gone } from '../../../support/gone.ts';

function node(script: string, more: Partial<Command<Output>> = {}, ...args: string[]): Command<Output> {
  return { file: process.execPath, args: ['-e', script, '--', ...args], parse: (output) => output, ...more };
}

describe('the runner', () => {
  const runner = createRunner();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'runner-'));
  });
  after(async () => {
    runner.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives the exact output to parse, line ends and all', async () => {
    const output = await runner.run(node('process.stdout.write("a\\n\\n"); process.stderr.write("b\\n")'));
    assert.deepEqual(output, { stdout: 'a\n\n', stderr: 'b\n', exitCode: 0 });
  });

  it('hands over arguments as they are, without a shell', async () => {
    const hostile = ['$(touch pwned)', '`id`', 'a b', '"; touch pwned #', "it's", 'line\nbreak', '*', ''];
    const output = await runner.run(
      node('process.stdout.write(JSON.stringify(process.argv.slice(1)))', {}, ...hostile),
    );
    assert.deepEqual(JSON.parse(output.stdout), hostile);
  });

  it('adds to the environment what the command needs', async () => {
    const command = node('process.stdout.write(process.env.TOKEN + process.env.PATH.slice(0, 1))', {
      env: { TOKEN: 't' },
    });
    assert.match((await runner.run(command)).stdout, /^t[/A-Z]/);
  });

  it('rejects with what was said when a program fails', async () => {
    await assert.rejects(runner.run(node('console.error("no such thing"); process.exit(3)')), (error) => {
      assert.ok(isCommandError(error));
      assert.equal(error.exitCode, 3);
      assert.equal(error.message, 'no such thing');
      return true;
    });
  });

  it('lets a command accept other exit codes', async () => {
    const output = await runner.run(node('process.exit(1)', { accept: (code) => code === 1 }));
    assert.equal(output.exitCode, 1);
  });

  it('says which program could not be started', async () => {
    const missing = path.join(folder, 'missing');
    await assert.rejects(runner.run({ file: missing, args: [], parse: () => undefined }), (error) => {
      assert.ok(isCommandError(error));
      assert.equal(error.spawnError, 'ENOENT');
      return true;
    });
  });

  it('does not start what is cancelled already', async () => {
    await assert.rejects(runner.run(node(''), { signal: AbortSignal.abort() }), CancelledError);
  });

  it('ends a program and its children when cancelled, the stubborn ones too', async () => {
    const file = path.join(folder, 'pids');
    const stubborn = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000);';
    const script = `
      ${stubborn}
      const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'ignore' });
      require('fs').writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid);
      process.stdout.write('ready');`;
    const abort = new AbortController();
    const running = runner.stream(node(script), {
      signal: abort.signal,
      onStdout: () => {
        abort.abort();
      },
    });
    await assert.rejects(running, CancelledError);
    const pids = (await readFile(file, 'utf8')).split(' ').map(Number);
    assert.equal(pids.length, 2);
    for (const pid of pids) {
      await gone(pid);
    }
  });

  it('ends a program that takes longer than it may', async () => {
    await assert.rejects(runner.run(node('setInterval(() => {}, 1000)'), { timeout: 200 }), (error) => {
      assert.ok(isCommandError(error));
      assert.equal(error.timedOut, true);
      return true;
    });
  });

  it('does not wait for what a program leaves behind with its output in hand', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    // login agents do that: they have their own session, so no signal to the group ends them
    const left =
      'const { spawn } = require("child_process"); const { pid } = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { detached: true, stdio: "inherit" }); process.stdout.write(String(pid));';
    const output = await runner.run(node(`${left} process.exit(0)`), { timeout: 30_000 });
    process.kill(Number(output.stdout), 'SIGKILL');
    let said = '';
    await assert.rejects(
      runner.stream(node(left), { timeout: 1000, onStdout: (chunk) => (said += Buffer.from(chunk).toString()) }),
      (error) => isCommandError(error) && error.timedOut,
    );
    process.kill(Number(said), 'SIGKILL');
  });

  it('streams bytes as they come and keeps none', async () => {
    let bytes = 0;
    const script = 'const line = Buffer.alloc(1 << 16, 120); for (let i = 0; i < 160; i++) process.stderr.write(line)';
    const exitCode = await runner.stream(node(script), {
      onStderr: (chunk) => {
        bytes += chunk.length;
      },
    });
    assert.equal(exitCode, 0);
    assert.equal(bytes, 160 * 65536);
  });

  it('attack: output that is no text is changed on its way', async () => {
    const script = 'process.stdout.write(Buffer.from([0xff, 0, 0x0d, 0x0a, 0xc3])); process.stderr.write("é")';
    const command = { ...node(script), isBinary: true, parse: ({ bytes, stderr }: Output) => [bytes, stderr] } as const;
    assert.deepEqual(await runner.run(command), [Buffer.from([0xff, 0, 0x0d, 0x0a, 0xc3]), 'é']);
    const fails = { ...node('console.error("why"); process.exit(3)'), isBinary: true } as const;
    await assert.rejects(runner.run(fails), (error) => isCommandError(error) && error.stderr === 'why\n');
  });

  it('starts nothing once it was disposed of', async () => {
    const over = createRunner();
    over.dispose();
    await assert.rejects(over.run(node('')), CancelledError);
    await assert.rejects(over.stream(node(''), {}), CancelledError);
  });

  it('tells its observer what ran', async () => {
    const seen: string[] = [];
    const observed = createRunner({
      started: ({ file }, directory) =>
        seen.push(`start ${path.basename(file)} in ${directory === folder ? 'folder' : ''}`),
      ended: (_, { exitCode }) => seen.push(`end ${exitCode ?? ''}`),
    });
    await observed.run(node(''), { directory: folder });
    assert.deepEqual(seen, [`start ${path.basename(process.execPath)} in folder`, 'end 0']);
  });

  it('attack: a program that may not be ended keeps its caller and the others from ending', async () => {
    const left: number[] = [];
    const forbidden = createRunner(undefined, {
      signal: (pid) => {
        left.push(Math.abs(pid));
        throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
      },
    });
    const endless = 'setInterval(() => {}, 1000); process.stdout.write("ready")';
    const abort = new AbortController();
    const begin = (signal?: AbortSignal) => {
      let outcome: Promise<number> | undefined;
      const ready = new Promise<void>((resolve) => {
        outcome = forbidden.stream(node(endless), {
          signal,
          onStdout: () => {
            resolve();
          },
        });
      });
      return { ready, outcome };
    };
    const [{ outcome: cancelled, ready: one }, { outcome: disposed, ready: other }] = [begin(abort.signal), begin()];
    await Promise.all([one, other]);
    abort.abort();
    await assert.rejects(cancelled!, CancelledError);
    forbidden.dispose();
    await assert.rejects(disposed!, (error) => isCommandError(error));
    assert.equal(new Set(left).size, 2);
    for (const pid of new Set(left)) {
      process.kill(-pid, 'SIGKILL');
      await gone(pid);
    }
  });

  it('attack: whoever listens to the output throws, and the program goes on without an end', async () => {
    const endless = 'process.stdout.write("x"); process.stderr.write("y"); setInterval(() => {}, 1000);';
    for (const name of ['onStdout', 'onStderr'] as const) {
      const listener = () => {
        throw new RangeError('too much');
      };
      await assert.rejects(runner.stream(node(endless), { [name]: listener }), RangeError);
    }
  });

  it('attack: an observer that throws fails what it watches', async () => {
    const fail = () => {
      throw new Error('the channel is closed');
    };
    const output = await createRunner({ started: fail, ended: fail }).run(node('process.stdout.write("a")'));
    assert.equal(output.stdout, 'a');
  });

  it('attack: a program writes without an end', async () => {
    const flood = (stream: string, text: string) =>
      `const piece = Buffer.from(${JSON.stringify(text)}.repeat(1 << 16)); const go = () => process.${stream}.write(piece, go); go();`;
    for (const text of ['\0', 'x', '\n', ' \r']) {
      await assert.rejects(runner.run(node(flood('stdout', text))), (error) => {
        assert.ok(isCommandError(error));
        assert.match(error.stderr, /more than 32 MB/);
        assert.ok(error.stdout.length < 70_000);
        return true;
      });
    }
  });

  it('attack: 64 MB of words on the side are kept, and become a message', async () => {
    const script = (text: string, more: string) =>
      `const piece = Buffer.from(${JSON.stringify(text)}.repeat(1 << 16)); require('fs').writeSync(2, 'first\\n'); for (let i = 0; i < 1024; i++) require('fs').writeSync(2, piece); require('fs').writeSync(2, '\\nlast'); ${more}`;
    for (const text of ['\0', 'x']) {
      const { stderr } = await runner.run(node(script(text, '')));
      assert.ok(stderr.length < 300_000, String(stderr.length));
      assert.ok(stderr.startsWith('first\n') && stderr.endsWith('\nlast'));
      await assert.rejects(runner.run(node(script(text, 'process.exit(1)'))), (error) => {
        assert.ok(isCommandError(error));
        assert.ok(error.message.length < 300_000);
        return true;
      });
    }
  });
});
