import assert from 'node:assert/strict';
import { declaredAfter } from '../../../../src/vscode/settings/declaredAfter.ts';

describe('the setting of declared platforms', () => {
  const arm = ['linux/arm64'];

  it('keeps other contexts', () => {
    const own = { prod: ['linux/amd64'] };
    assert.deepEqual(declaredAfter({ own, inherited: undefined }, 'edge', arm), { ...own, edge: arm });
    assert.deepEqual(declaredAfter({ own, inherited: { other: arm } }, 'prod', arm), { prod: arm });
  });

  it('is gone with its last context', () => {
    assert.equal(declaredAfter({ own: { edge: arm }, inherited: undefined }, 'edge', []), undefined);
    assert.deepEqual(declaredAfter({ own: { edge: arm, prod: arm }, inherited: {} }, 'edge', []), { prod: arm });
  });

  it('covers what the user’s own settings declare', () => {
    assert.deepEqual(declaredAfter({ own: undefined, inherited: { edge: arm } }, 'edge', []), { edge: [] });
  });

  it('takes a context of any name', () => {
    const made = declaredAfter({ own: 'nonsense', inherited: null }, '__proto__', arm);
    assert.deepEqual(Object.entries(made ?? {}), [['__proto__', arm]]);
  });
});
