import assert from 'node:assert/strict';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { insideTexts } from '../../../../../src/vscode/images/texts/inside.ts';
import { notified } from '../../../../support/notified.ts';

const image = 'ghcr.io/me/app:1';

describe('what is said of the program of an image', () => {
  it('holds no link, no control character and no end of it, whatever the file is called', () => {
    const program = `/[click](command:x)\u001b[31m\n${'a'.repeat(4000)}`;
    const named: readonly Inside[] = [
      { state: 'notFound', program, by: program },
      { state: 'notFound', program },
      ...(['noFirstLine', 'windowsLines', 'notExecutable', 'unknown'] as const).map((state) => ({ state, program })),
      ...(['amd64', 'arm64', '386', undefined] as const).map((architecture): Inside => ({
        state: 'found',
        programs: [{ program, format: 'elf', ...(architecture !== undefined && { architecture }) }],
      })),
    ];
    for (const inside of named) {
      const text = notified(insideTexts.told(image, 'linux/amd64', inside));
      assert.match(text, /command:x/);
      // eslint-disable-next-line no-control-regex -- the point of it
      assert.doesNotMatch(text, /\]\(|[\x00-\x1f]/);
      assert.ok(text.length < 800);
    }
  });
});
