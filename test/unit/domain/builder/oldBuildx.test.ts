import assert from 'node:assert/strict';
import { oldBuildx, oldestBuildx } from '../../../../src/domain/builder/oldBuildx.ts';
import { buildxOf } from '../../../support/buildxOf.ts';

describe('a buildx that is too old', () => {
  it('lacks what came with later versions', () => {
    const lacks = (version: string) => oldBuildx(buildxOf(version))?.lacks;
    assert.deepEqual(lacks('0.9.1'), ['progress', 'bakeMatrix', 'ociLayout', 'indexEdits']);
    assert.deepEqual(lacks('0.10.0'), ['progress', 'bakeMatrix']);
    assert.deepEqual(lacks('0.11.2'), ['progress']);
    assert.deepEqual(lacks('0.12.1-desktop.4'), ['progress']);
    for (const version of [oldestBuildx, '0.13.1+ds1-3', '0.38.2', '1.0.0']) {
      assert.equal(lacks(version), undefined);
    }
  });

  it('is recognized by its printed version; an unreadable one counts as new', () => {
    assert.equal(oldBuildx(buildxOf('0.12.1-desktop.4'))?.version, '0.12.1-desktop.4');
    assert.equal(oldBuildx(undefined), undefined);
  });
});
