import assert from 'node:assert/strict';
import { killTree } from '../../../../src/tools/process/killTree.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const failing = (code: string) => () => {
  throw Object.assign(new Error(`kill ${code}`), { code });
};

describe('ending a tree of processes', () => {
  for (const code of ['EPERM', 'ESRCH', 'EINVAL']) {
    it(`attack: a signal that fails (${code}) is thrown at whoever ends several`, () => {
      killTree(12, 'now', { signal: failing(code), run: () => Promise.resolve(true), platform: 'linux' });
    });
  }

  it('signals the group, like Ctrl+C or for good', () => {
    const sent: unknown[] = [];
    const tools = {
      signal: (...each: unknown[]) => sent.push(each),
      run: () => Promise.resolve(true),
      platform: 'darwin',
    } as const;
    killTree(12, 'politely', tools);
    killTree(12, 'now', tools);
    assert.deepEqual(sent, [
      [-12, 'SIGINT'],
      [-12, 'SIGKILL'],
    ]);
  });

  for (const [what, run] of [
    ['is missing', () => Promise.resolve(false)],
    ['cannot be started', () => Promise.reject(new Error('EMFILE'))],
  ] as const) {
    it(`attack: nothing is ended on Windows where taskkill ${what}`, async () => {
      const asked: string[] = [];
      const sent: number[] = [];
      killTree(12, 'now', {
        signal: (pid) => sent.push(pid),
        run: (file, args) => {
          asked.push(file, ...args);
          return run();
        },
        platform: 'win32',
      });
      await settled();
      assert.match(asked[0] ?? '', /^[A-Z]:\\.*\\System32\\taskkill\.exe$/, 'never looked for by its name');
      assert.deepEqual(asked.slice(1), ['/pid', '12', '/T', '/F']);
      assert.deepEqual(sent, [12]);
    });
  }
});
