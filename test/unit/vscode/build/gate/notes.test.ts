import assert from 'node:assert/strict';
import { noteLine } from '../../../../../src/vscode/build/texts/gate.ts';
import { inVscode } from '../../../../support/vscode/session.ts';

describe('a line about a build in the terminal', () => {
  inVscode();

  it('says that buildx is too old, and what does not work', () => {
    const old = { version: '0.9.1', lacks: ['progress', 'bakeMatrix', 'ociLayout', 'indexEdits'] } as const;
    assert.equal(
      noteLine({ kind: 'oldBuildx', old }),
      'Buildx 0.9.1 is too old: update it to 0.13 or newer. Builds show plain output instead of the progress of each ' +
        'platform. A matrix in a bake file is not supported. An OCI layout cannot be written. Platforms of a tag cannot be kept, added or removed.',
    );
  });
});
