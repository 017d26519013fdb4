import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createPrefilter } from '../../../../src/domain/redact/prefilter.ts';

const sources = [
  String.raw`:\/\/[^\s/@]{1,20}@`,
  String.raw`:\*:`,
  'abcd',
  'abce?',
  String.raw`\bs\.[a-z\d]{3}`,
  String.raw`pat(?![a-z])`,
  String.raw`sk[\da-f]{2}`,
  'creds?',
  'https? -a',
  '7z',
  'new-relic|newrelic',
  '(?:[Mm]eraki|MERAKI)',
  'linked[_-]?in',
];
const pieces = fc.constantFrom(
  ...['://', 'a@', 's.', 'abc', 'pat', 'h', 'sk', '1f', 'cred', 's', 'HTTPS', ' -a', '7Z', 'New-Relic', 'meraki'],
  ...['MERAKI', 'linked', '_in', ' ', ':*:', 'x', 'd', 'e', '\u017f', '\u212a', 'é', '\n', '@', '`'],
);

describe('what is looked for in each line', () => {
  it('is found where one expression of all patterns finds it, and nowhere else', () => {
    const every = new RegExp(sources.join('|'), 'i');
    const isSuspicious = createPrefilter(sources);
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(text, (line) => {
        assert.equal(isSuspicious(line), every.test(line), JSON.stringify(line));
      }),
      { numRuns: 5000 },
    );
  });

  it('needs two characters to begin with', () => {
    assert.throws(() => createPrefilter(['a[bc]']), /fewer than two/);
    assert.throws(() => createPrefilter(['ab?c']), /fewer than two/);
    assert.throws(() => createPrefilter(['^ab']), /fewer than two/);
  });

  it('is found at the end of a text of any length', () => {
    const isSuspicious = createPrefilter(sources);
    for (const length of [0, 16_380, 16_381, 16_382, 16_383, 16_384, 100_000]) {
      assert.ok(isSuspicious(`${'.'.repeat(length)}cred`), String(length));
      assert.ok(!isSuspicious(`${'.'.repeat(length)}cre`), String(length));
    }
  });
});
