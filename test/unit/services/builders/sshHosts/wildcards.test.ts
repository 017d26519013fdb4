import assert from 'node:assert/strict';
import { matchesWildcards } from '../../../../../src/services/builders/sshHosts/wildcards.ts';

describe('wildcards of ssh_config', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['config', 'config', true],
    ['config', 'confi', false],
    ['confi', 'config', false],
    ['work.conf', '*.conf', true],
    ['work.conf', '*', true],
    ['work.conf', 'w?rk.*f', true],
    ['work.conf', 'w??rk*', false],
    ['a.b', 'a*b*', true],
    ['aXb', 'a.b', false],
    ['', '**', true],
    ['', '?', false],
  ];
  for (const [name, pattern, fits] of cases) {
    it(`${pattern}: ${name}${fits ? '' : ' not'}`, () => {
      assert.equal(matchesWildcards(name, pattern), fits);
    });
  }

  it('attack: a pattern of many asterisks takes forever on a name that does not fit', () => {
    assert.equal(matchesWildcards('a'.repeat(255), '*a'.repeat(120) + 'b'), false);
  });
});
