import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choosableStages, readDockerfile, stagesOf } from '../../../../src/domain/sources/dockerfile.ts';
import { expected, textOf } from './readCases.ts';

describe('stages of a Dockerfile', () => {
  it('reads names, bases, platforms and lines in any case', () => {
    const text = [
      '# syntax=docker/dockerfile:1',
      'ARG VERSION=1.26',
      'from --platform=$BUILDPLATFORM golang:${VERSION} as Build',
      'RUN go build ./...',
      '',
      'FROM scratch',
      'COPY --from=build /app /app',
    ].join('\r\n');
    assert.deepEqual(stagesOf(text), [
      { index: 0, name: 'Build', base: 'golang:${VERSION}', platform: '$BUILDPLATFORM', line: 3 },
      { index: 1, base: 'scratch', line: 6 },
    ]);
  });

  it('reads what the steps of a stage take files from', () => {
    const text = [
      'COPY --from=none a b',
      'FROM a',
      'COPY --chown=1:1 --from="Build" --link a b',
      'COPY a --from=c',
      'RUN --network=none --mount=type=bind,from=tools:1,target=/t --mount=target=/x make --mount=from=none',
      'ONBUILD COPY --from=later a b',
      'COPY --from= a b',
      'FROM b',
      'RUN make',
    ].join('\n');
    assert.deepEqual(
      readDockerfile(text).parts.map(({ uses }) => uses),
      [['a', 'Build', 'tools:1'], ['b']],
    );
  });

  it('follows continued lines, through comments and blank lines between them', () => {
    const text = 'FROM \\\n# a comment\n\n  alpine:3 \\\n  AS base\nRUN echo \\\n  FROM nothing\nFROM base\n';
    assert.deepEqual(stagesOf(text), [
      { index: 0, name: 'base', base: 'alpine:3', line: 1 },
      { index: 1, base: 'base', line: 8 },
    ]);
  });

  it('honours the escape directive, but only at the top', () => {
    const windows = '# escape=`\nFROM base AS a\nCOPY x c:\\\nRUN dir `\n FROM nothing\nFROM b\n';
    assert.deepEqual(
      stagesOf(windows).map(({ base, line }) => [base, line]),
      [
        ['base', 2],
        ['b', 6],
      ],
    );
    const late = '# a comment\n# escape=`\nFROM base\nRUN x \\\n FROM nothing\nFROM b';
    assert.deepEqual(
      stagesOf(late).map(({ base }) => base),
      ['base', 'b'],
    );
  });

  it('skips here-documents, quoted and indented ones too', () => {
    const text = [
      'FROM a AS one',
      'RUN <<EOF cat > /x',
      'FROM in-a-script',
      'EOF',
      'COPY <<-"ONE" <<\'TWO\' /etc/',
      'FROM first',
      '\tONE',
      'FROM second',
      'TWO',
      'RUN echo "a <<b"',
      'FROM two',
    ].join('\n');
    assert.deepEqual(
      stagesOf(text).map(({ base, line }) => [base, line]),
      [
        ['a', 1],
        ['two', 11],
      ],
    );
  });

  it('offers named stages other than the last one', () => {
    const text = 'FROM a AS build\nFROM b\nFROM c AS test\nFROM d AS final';
    assert.deepEqual(
      choosableStages(stagesOf(text)).map(({ name }) => name),
      ['build', 'test'],
    );
    assert.deepEqual(choosableStages(stagesOf('FROM a AS only')), []);
  });

  describe("as BuildKit's own parser reads them", () => {
    interface Case {
      readonly stages?: readonly { name?: string; base: string; platform?: string; line: number }[];
      /** BuildKit builds nothing from it; it must only be read without an error. */
      readonly refused?: string;
    }
    for (const [file, { stages }] of Object.entries(expected<Case>('dockerfile'))) {
      it(file, () => {
        const read = stagesOf(textOf('dockerfile', file)).map(({ name, base, platform, line }) => ({
          ...(name !== undefined && { name: name.toLowerCase() }),
          base,
          ...(platform !== undefined && { platform }),
          line,
        }));
        assert.deepEqual(read, stages ?? read);
      });
    }

    const lines: Readonly<Record<string, readonly [text: string, bases: readonly string[]]>> = {
      'three backslashes at the end of a line do not continue it': ['FROM a\nRUN x \\\\\\\nFROM b', ['a', 'b']],
      'a here-document whose name is escaped': ['FROM a\nRUN <<\\EOF\nFROM no\nEOF\nFROM b', ['a', 'b']],
      'blanks before the name of a here-document': ['FROM a\nRUN cat << EOF\nFROM no\nEOF\nFROM b', ['a', 'b']],
      'an escaped quote opens nothing': ['FROM a\nRUN echo \\" <<EOF\nFROM no\nEOF\nFROM b', ['a', 'b']],
      'a directive that BuildKit does not know ends them': [
        '# foo=bar\n# escape=`\nFROM a\nRUN x `\nFROM b',
        ['a', 'b'],
      ],
    };
    for (const [name, [text, bases]] of Object.entries(lines)) {
      it(name, () => {
        assert.deepEqual(
          stagesOf(text).map(({ base }) => base),
          bases,
        );
      });
    }

    it('takes quotes and escapes out of an option', () => {
      const platformOf = (option: string) => stagesOf(`FROM ${option} a`)[0]?.platform;
      assert.equal(platformOf('--platform="$BUILDPLATFORM"'), '$BUILDPLATFORM');
      assert.equal(platformOf("--platform='linux/arm64'"), 'linux/arm64');
      assert.equal(platformOf('--platform=linux/\\arm64'), 'linux/arm64');
    });
  });

  describe('attack: lines on which a pattern walks back and forth', () => {
    const attacks: Readonly<Record<string, string>> = {
      'blanks after a directive': `# escape =${' '.repeat(100_000)}\u0085x`,
      'blanks in a directive': `#${' '.repeat(100_000)}escape`,
      'escaped quotes that are never closed': `RUN ${'"\\'.repeat(100_000)}`,
      'quotes that are never closed': `RUN ${`"' `.repeat(100_000)}`,
      'backslashes and blanks': `RUN ${'\\ '.repeat(100_000)}x`,
      'a continuation over all lines': 'RUN \\\n'.repeat(50_000),
      'here-documents that are never closed': 'RUN <<A <<B <<C\n'.repeat(20_000),
      'many here-documents in one line': `RUN ${'<<A '.repeat(50_000)}`,
      'tabs before the end of a here-document': `RUN <<-A\n${`${'\t'.repeat(500)}x\n`.repeat(200)}`,
      'carriage returns': `RUN ${'\r'.repeat(100_000)}x`,
      'a long argument': `ARG A=${'${A}'.repeat(50_000)}`,
    };
    for (const [name, text] of Object.entries(attacks)) {
      it(name, () => {
        assert.deepEqual(
          stagesOf(`FROM one\n${text}`).map(({ base }) => base),
          ['one'],
        );
        assert.ok(stagesOf(text).length === 0);
      });
    }
  });

  it('takes an unclosed quote for a character', () => {
    assert.equal(stagesOf(`FROM a'b AS "c d`)[0]?.base, "a'b");
    assert.equal(stagesOf(`FROM --platform="linux/arm64" a"b c"d AS x`)[0]?.base, 'a"b c"d');
    assert.equal(stagesOf(`FROM "a\\" b" AS x`)[0]?.base, '"a\\" b"');
  });

  it('never throws, whatever the text is', () => {
    const piece = fc.constantFrom('FROM ', 'RUN ', '<<EOF', '\\', '\n', '"', "'", 'AS ', '# escape=`\n', '`', ' ', 'x');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => Array.isArray(stagesOf(pieces.join('')))),
    );
  });
});
