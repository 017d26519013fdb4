import assert from 'node:assert/strict';
import { shortName } from '../../../../src/vscode/shared/text/shortName.ts';

describe('the short name of an image', () => {
  it('has no registry and namespace, and seven characters of a digest', () => {
    const digest = `sha256:${'0123456789'.repeat(6)}abcd`;
    assert.deepEqual(['r.io:5000/team/app:1', 'app', `r.io/app:1@${digest}`, `r.io/app@${digest}`].map(shortName), [
      'app:1',
      'app',
      'app:1@0123456',
      'app@0123456',
    ]);
  });
});
