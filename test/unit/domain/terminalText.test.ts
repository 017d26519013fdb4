import assert from 'node:assert/strict';
import { Sgr } from '../../../src/domain/terminalText/sgr.ts';
import fc from 'fast-check';
import { safeText } from '../../../src/domain/safeText.ts';
import { LogLines, sanitizeLine, stripControls } from '../../../src/domain/terminalText.ts';
import { buildxVersions, readEvents, recordedProgress } from '../../support/followBuild.ts';

const bytes = (text: string) => Buffer.from(text);

function linesOf(text: string): string[] {
  const lines = new LogLines();
  return [...lines.push(bytes(text)), ...lines.end()];
}

/** Every control character, and the start and end of sequences, more often than by chance. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x9b',
        '\x9d',
        '\x07',
        '\x1b\\',
        '\x9c',
        'm',
        ';',
        ':',
        '31',
        '38;5;',
        '\r',
        '\n',
        '\t',
        '\b',
        '\x7f',
        '\x18',
      ),
      fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCodePoint(code)),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/* eslint-disable no-control-regex -- what must not be there */
const colour = /\x1b\[[\d;:]*m/g;
const control = /[\x00-\x1f\x7f-\x9f]/;
/* eslint-enable no-control-regex */

describe('LogLines', () => {
  for (const version of buildxVersions) {
    it(`leaves nothing but text and colours of hostile output, as buildx ${version} gave it`, () => {
      const lines = new LogLines();
      const printed = readEvents(recordedProgress(version, 'progress/terminal-escapes'))
        .flatMap((event) => (event.kind === 'update' ? event.update.logs : []))
        .flatMap(({ data }) => lines.push(data));
      assert.deepEqual(printed, [
        '100%',
        'ab\x1b[0;31mred\x1b[0m',
        '\x1b[0;31mstill red\x1b[0m plain',
        'é 31mend',
        'c',
      ]);
    });
  }

  it('gives out a line when it is complete, whatever the pieces', () => {
    const lines = new LogLines();
    const text = bytes('é one\r\ntwo');
    assert.deepEqual(
      [...text].flatMap((byte) => lines.push(Uint8Array.of(byte))),
      ['é one'],
    );
    assert.deepEqual(lines.end(), ['two']);
    assert.deepEqual(lines.end(), []);
  });

  it('gives lines that come together as one text', () => {
    const lines = new LogLines();
    assert.equal(lines.block(bytes('one')), undefined);
    assert.equal(lines.block(bytes(' line\n\ntwo\nthr')), 'one line\n\ntwo');
    assert.equal(lines.block(bytes('ee\x1b[31m\nred\n')), 'three\n\x1b[0;31mred\x1b[0m');
    assert.equal(lines.block(bytes('still\n')), '\x1b[0;31mstill\x1b[0m');
    assert.equal(lines.block(bytes('\n')), '');
  });

  it('keeps the last state of a progress bar, and its colour', () => {
    assert.deepEqual(linesOf('\x1b[33m10%\r50%\r\n'), ['\x1b[0;33m50%\x1b[0m']);
    assert.deepEqual(linesOf('10%\r\r\n'), ['10%']);
  });

  it('goes on with a colour on the next line and ends every line without one', () => {
    assert.deepEqual(linesOf('a\x1b[1;31mb\nc\x1b[22md\x1b[39me\nf'), [
      'a\x1b[0;1;31mb\x1b[0m',
      '\x1b[0;1;31mc\x1b[0;31md\x1b[0me',
      'f',
    ]);
  });

  it('knows the extended colours in both notations, and drops what is none', () => {
    assert.deepEqual(linesOf('\x1b[38;5;208ma\x1b[48:2::1:2:3mb\x1b[0;8;5mc\x1b[38;9mdo\x1b[>4;2mo\x1b[38;2;1mr'), [
      '\x1b[0;38;5;208ma\x1b[0;38;5;208;48:2::1:2:3mb\x1b[0mcdoor',
    ]);
  });

  it('makes spaces of tabs', () => {
    assert.deepEqual(linesOf('a\tb\n\tc'), ['a       b', '        c']);
  });

  it('takes control strings out to their end, in either notation', () => {
    assert.deepEqual(linesOf('a\x9d0;title\x9cb\x1b_x\x1b\\c\x90q\x1b\\d\x1b^x\x07e\x1bXx\x9cf\x1b(Bg\x1b7h'), [
      'abcdefgh',
    ]);
  });

  it('ends an unterminated string with the line', () => {
    assert.deepEqual(linesOf('a\x1b]0;title\nb\x1b[3\nc\x1b'), ['a', 'b', 'c']);
  });

  it('cuts a long line without halving a character', () => {
    const [line = ''] = linesOf(`${'x'.repeat(4095)}😀 and more`);
    assert.equal(line, `${'x'.repeat(4095)}…`);
    assert.equal(linesOf('y'.repeat(4096))[0], 'y'.repeat(4096));
    assert.deepEqual(linesOf(`a\n${'z'.repeat(4097)}\nb\n`), ['a', `${'z'.repeat(4096)}…`, 'b']);
  });

  it('keeps no more than the end of a line that never ends', () => {
    const lines = new LogLines();
    for (let i = 0; i < 2000; i++) {
      assert.deepEqual(lines.push(bytes(`\r${String(i)} ${'='.repeat(100)}`)), []);
    }
    assert.deepEqual(lines.push(bytes('\rdone\nnext\n')), ['done', 'next']);
    assert.deepEqual(lines.push(bytes('z'.repeat(200_000))), []);
    assert.deepEqual(lines.push(bytes('z\rlast\n')), ['last']);
  });

  it('lets no control character through but colours, and carries none over', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of linesOf(text)) {
          assert.doesNotMatch(line.replace(colour, ''), control);
          const last = [...line.matchAll(colour)].at(-1)?.[0];
          assert.ok(last === undefined || last === '\x1b[0m', JSON.stringify(line));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same in pieces of any size', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (text, sizes) => {
        const all = bytes(text);
        const lines = new LogLines();
        const got: string[] = [];
        for (let from = 0, i = 0; from < all.length; from += sizes[i % sizes.length]!, i++) {
          got.push(...lines.push(all.subarray(from, from + sizes[i % sizes.length]!)));
        }
        assert.deepEqual([...got, ...lines.end()], linesOf(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('text for the terminal from elsewhere', () => {
  it('has no control characters, in a line, a name and a text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.doesNotMatch(sanitizeLine(text).replace(colour, ''), control);
        assert.doesNotMatch(stripControls(text).replaceAll('\n', ''), control);
        assert.doesNotMatch(safeText(text), control);
        assert.doesNotMatch(safeText(text), /\p{Cs}/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the colours of a line only', () => {
    assert.equal(sanitizeLine('\x1b[32mok'), '\x1b[0;32mok\x1b[0m');
    assert.equal(stripControls('\x1b[32mok\x1b[0m\nnext\r\n'), 'ok\nnext\n');
  });

  it('makes one line of a name and does not let it turn the direction of writing', () => {
    assert.equal(safeText('  a\r\n\tb\u202Ec\u2066d\u2028e\x1b[2Jf '), 'a bcd ef');
  });
});

describe('a line of nothing but controls', () => {
  it('attack: carriage returns are walked again from each of them', () => {
    assert.equal(stripControls(`a${'\r'.repeat(300_000)}b`), 'b');
    assert.equal(sanitizeLine(`a${'\r'.repeat(300_000)}`), 'a');
  });

  it('attack: sequences that are never ended', () => {
    for (const unit of ['\x1b[', '\x1b]', '\x1b[0', '\x9b!', '\x1b ', '\x1bP', '\t', '\x1b[38;', '\x1b[38;5m']) {
      assert.equal(typeof sanitizeLine(unit.repeat(100_000)), 'string');
    }
  });
});

describe('the colours in force', () => {
  const after = (...parameters: readonly string[]) => {
    const sgr = new Sgr();
    parameters.forEach((each) => {
      sgr.apply(each);
    });
    return sgr.sequence.replace('\x1b[0;', '');
  };

  it('are those of both ranges, from their first to their last', () => {
    for (const code of [30, 37, 90, 97, 40, 47, 100, 107]) {
      assert.equal(after(String(code)), `${code}m`);
    }
    for (const code of [29, 89, 98, 108]) {
      assert.equal(after(String(code)), '', String(code));
    }
  });

  it('attack: a colour with parts without end is kept', () => {
    assert.equal(after('38:2::1:2:3:4'), '38:2::1:2:3:4m');
    assert.equal(after(`38:2${':1'.repeat(7)}`), '');
  });
});
