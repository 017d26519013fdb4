import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choosableStages, stagesOf } from '../../../../src/domain/sources/dockerfile.ts';

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

  it('never throws, whatever the text is', () => {
    const piece = fc.constantFrom('FROM ', 'RUN ', '<<EOF', '\\', '\n', '"', "'", 'AS ', '# escape=`\n', '`', ' ', 'x');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => Array.isArray(stagesOf(pieces.join('')))),
    );
  });
});
