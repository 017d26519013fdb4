import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The tests named in SECURITY.md: a file below `test/`, and titles of its tests, where `…` replaces a variable part. */
function proofs(): readonly { readonly file: string; readonly titles: readonly string[] }[] {
  const lines = readFileSync(path.join(root, 'SECURITY.md'), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| '))
    .flatMap((line) =>
      [...line.matchAll(/`([\w./-]+\.test\.ts)`: ((?:`[^`]+`(?:, )?)+)/g)].map(([, file = '', titles = '']) => ({
        file: path.join('test', file),
        titles: [...titles.matchAll(/`([^`]+)`/g)].map(([, title = '']) => title),
      })),
    );
}

describe('SECURITY.md', () => {
  it('promises nothing without a test that there is', () => {
    const named = proofs();
    assert.ok(named.length > 50, `${named.length} proofs`);
    const gone = named.flatMap(({ file, titles }) => {
      const text = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
      const lines = text.split('\n');
      return titles
        .filter((title) => !lines.some((line) => title.split('…').every((part) => line.includes(part))))
        .map((title) => `${file}: ${title}`);
    });
    assert.deepEqual(gone, []);
  });

  it('names a proof for each promise', () => {
    const text = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
    const promises = text.slice(text.indexOf('## What is promised'), text.indexOf('## Bounds'));
    const bare = promises
      .split('\n')
      .filter((line) => /^\| (?!promise|-)/.test(line) && !line.includes('.test.ts`: `'));
    assert.deepEqual(bare, []);
  });
});
