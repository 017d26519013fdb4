import { execa } from 'execa';
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Bytes. Larger files were created by a tool or are recorded output. */
const largest = 500_000;

describe('the repository', () => {
  it('holds no large file outside of test/fixtures', async function () {
    const listed = await execa('git', ['ls-files', '-z'], { cwd: root, reject: false });
    if (listed.exitCode !== 0) {
      // a copy without its history
      this.skip();
    }
    const names = listed.stdout.split('\0').filter((name) => name !== '' && !name.startsWith('test/fixtures/'));
    const sizes = await Promise.all(
      names.map(async (name) => ({
        name,
        size: await stat(path.join(root, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      })),
    );
    assert.deepEqual(
      sizes.filter(({ size }) => size > largest).map(({ name }) => name),
      [],
    );
  });
});
