import assert from 'node:assert/strict';
import { mappingsOf } from '../../../../src/domain/untrusted/yaml.ts';

function lines(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => line(at)).join('\n');
}

function read(text: string) {
  const mappings = mappingsOf(text);
  assert.ok(mappings.ok, 'too complex');
  return mappings.value;
}

describe('mappings of a YAML text', () => {
  it('are plain data: merges, aliases, numbers and nothing', () => {
    const text = `
base: &base {a: 1, b: {c: [x, 2, null]}}
more: &more {b: 3, d: true}
one: {<<: *base, a: 2}
two: {a: 3, <<: [*base, *more]}
three: *base
"<<": *base
? [a, key]
: that nobody asks for
7: seven
~: nothing
`;
    assert.deepEqual(read(text), [
      {
        base: { a: 1, b: { c: ['x', 2, null] } },
        more: { b: 3, d: true },
        one: { a: 2, b: { c: ['x', 2, null] } },
        two: { a: 3, b: { c: ['x', 2, null] }, d: true },
        three: { a: 1, b: { c: ['x', 2, null] } },
        '<<': { a: 1, b: { c: ['x', 2, null] } },
        7: 'seven',
        '': 'nothing',
      },
    ]);
  });

  it('are read as far as they can be', () => {
    assert.deepEqual(read('a: 1\n---\n- list\n---\nb: *nowhere\nc: &c [*c]\na: 2\na: 3'), [
      { a: 1 },
      { b: null, c: [null], a: 3 },
    ]);
    assert.deepEqual(read('a: [1, {b: 2'), [{ a: [1, { b: 2 }] }]);
  });

  it('have own fields only', () => {
    const [mapping = {}] = read('__proto__: {polluted: true}');
    assert.equal(mapping.polluted, undefined);
    assert.deepEqual(Object.keys(mapping), ['__proto__']);
  });

  it('may be large where they are plain', () => {
    assert.equal(read(`a: ${'x'.repeat(1_000_000)}`).length, 1);
    assert.equal(Object.keys(read(lines(5000, (at) => `key${at}: {a: [b, c]}`))[0] ?? {}).length, 5000);
    assert.equal(read('a: 1\n---\n'.repeat(2000)).length, 2000);
  });

  describe('attack: collections as keys are written out again on every level', () => {
    const attacks: Readonly<Record<string, string>> = {
      'explicit keys in explicit keys': `${'? '.repeat(60)}a`,
      'explicit keys with values': `${'? '.repeat(40)}a${': '.repeat(40)}`,
      'mappings in braces': '{'.repeat(60) + '}'.repeat(60),
      'explicit keys in braces': '{? '.repeat(60),
      'lists in brackets': '['.repeat(60) + ']: '.repeat(60),
    };
    for (const [name, text] of Object.entries(attacks)) {
      it(name, () => {
        assert.equal(mappingsOf(text).ok, true);
      });
    }
  });

  describe('attack: nesting without end overflows the stack', () => {
    for (const unit of ['? ', '- ', '[', '{', '{a: ', '{? ', '[{']) {
      it(JSON.stringify(unit), () => {
        assert.equal(mappingsOf(unit.repeat(50_000)).ok, false);
      });
    }
    it('indented lines', () => {
      assert.equal(mappingsOf(lines(500, (at) => `${' '.repeat(at)}a:`)).ok, false);
    });
  });

  describe('attack: few bytes of aliases stand for gigabytes', () => {
    const doubled = (of: (before: string) => string) =>
      lines(40, (at) => (at === 0 ? 'a0: &a0 {k: v}' : `a${at}: &a${at} ${of(`*a${at - 1}`)}`));
    const attacks: Readonly<Record<string, string>> = {
      'lists of lists': doubled((before) => `[${before}, ${before}]`),
      'mappings of mappings': doubled((before) => `{a: ${before}, b: ${before}}`),
      'merged mappings': doubled((before) => `{<<: {a: ${before}}, b: ${before}}`),
      'a long list, again and again': `a: &a [${'x,'.repeat(5000)}]\nb: [${'*a,'.repeat(5000)}]`,
      'a mapping merged again and again': `a: &a\n${lines(2000, (at) => `  k${at}: v`)}\nb:\n${'  <<: *a\n'.repeat(2000)}`,
      'a mapping that grows by merges': lines(2000, (at) =>
        at === 0 ? 'a0: &a0 {k: v}' : `a${at}: &a${at} {<<: *a${at - 1}, k${at}: v}`,
      ),
    };
    for (const [name, text] of Object.entries(attacks)) {
      it(name, () => {
        assert.equal(mappingsOf(text).ok, false);
      });
    }
    it('but each alias alone is looked up at once', () => {
      const [mapping = {}] = read(lines(5000, (at) => `a${at}: &a${at} x\nb${at}: *a${at}`));
      assert.equal(mapping.b4999, 'x');
    });
  });

  it('attack: the directives of a document are copied for each that follows', () => {
    const tags = lines(200, (at) => `%TAG !a${at}! tag:x`);
    assert.equal(mappingsOf(`%YAML 1.1\n${tags}\n${'---\n%YAML 1.1\n'.repeat(1000)}`).ok, false);
  });

  it('attack: what is no token at all is an error with a stack trace each', () => {
    assert.equal(mappingsOf(']'.repeat(200_000)).ok, false);
  });

  it('attack: a text without end', () => {
    assert.equal(mappingsOf(' '.repeat(5_000_000)).ok, false);
  });
});
