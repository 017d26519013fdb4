import assert from 'node:assert/strict';
import { describeImage } from '../../../../../src/domain/image/describe.ts';
import { readManifest } from '../../../../../src/domain/image/manifest.ts';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { checkInside } from '../../../../../src/vscode/images/commands/checkInside.ts';
import { createPlatformFacts } from '../../../../../src/vscode/images/model/platformFacts.ts';
import { inVscode, seen } from '../../../../support/vscode/session.ts';
import { memento } from '../../../../support/vscode/memento.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** The inspection of an index with a single image for this system, by the registry's readers. */
function inspected(os: string) {
  const platform = { os, architecture: 'amd64' };
  const index = readManifest(
    JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: manifestType, digest: digest('a'), size: 7, platform }],
    }),
  );
  assert.ok(index.ok);
  const { image } = describeImage('registry.test/app:1', digest('b'), index.value, {
    manifests: new Map([[digest('a'), undefined]]),
    configs: new Map(),
  });
  assert.equal(image.images.length, 1);
  return image;
}

describe('what is inside of an image', () => {
  inVscode();
  const command = 'command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%5Cn%22%7D';
  const insides: readonly Inside[] = [
    { state: 'noStart' },
    { state: 'tooLarge' },
    { state: 'notFound', program: `/[sh](${command})` },
    { state: 'found', programs: [{ program: `/[sh](${command})`, format: 'elf', architecture: `[x](${command})` }] },
  ];
  for (const inside of insides) {
    it(`attack: a platform of an index runs a command (${inside.state})`, async () => {
      const { ref, images } = inspected(`[linux/amd64](${command})`);
      await checkInside(
        { insides: { read: () => Promise.resolve(inside) }, facts: createPlatformFacts(memento()) },
        ref,
        images,
      );
      const all = seen();
      assert.match(all, /^(?:information|warning): /m);
      assert.doesNotMatch(all, /\]\s*\(/);
    });
  }
});
