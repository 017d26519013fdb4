import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ProgressReader, type ProgressEvent } from '../../../../src/tools/buildx/progress.ts';
import { buildxVersions, readEvents, recordedProgress } from '../../../support/followBuild.ts';

function readInPieces(bytes: Uint8Array, sizes: readonly number[], limit?: number): ProgressEvent[] {
  const reader = new ProgressReader(limit);
  const events: ProgressEvent[] = [];
  let from = 0;
  for (let i = 0; from < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    events.push(...reader.push(bytes.subarray(from, from + size)));
    from += size;
  }
  return [...events, ...reader.end()];
}

/** Data in a comparable form: a Buffer and a Uint8Array with the same bytes are equal. */
function plain(events: readonly ProgressEvent[]): unknown {
  return JSON.parse(JSON.stringify(events));
}

const texts = (events: readonly ProgressEvent[]) =>
  events.flatMap((event) => (event.kind === 'text' ? [event.line] : []));
const updates = (events: readonly ProgressEvent[]) =>
  events.flatMap((event) => (event.kind === 'update' ? [event.update] : []));

describe('ProgressReader', () => {
  for (const version of buildxVersions) {
    describe(`what buildx ${version} wrote`, () => {
      it('is progress without a rest where the build succeeds', () => {
        const events = readEvents(recordedProgress(version, 'build/two-platforms-push').trimEnd());
        assert.deepEqual(texts(events), []);
        const names = new Set(updates(events).flatMap(({ vertexes }) => vertexes.map(({ name }) => name)));
        assert.ok(names.has('exporting to image'));
        assert.ok([...names].some((name) => name.startsWith('[linux/amd64->arm64 build 1/2] RUN printf')));
      });

      it('is progress, then text, where it fails', () => {
        const lines = texts(readEvents(recordedProgress(version, 'progress/fails-in-here-document').trimEnd()));
        assert.equal(lines[0], 'Dockerfile:3');
        assert.ok(lines.includes('   3 | >>> RUN <<EOF'));
        assert.ok(lines.some((line) => /^ERROR: .*exit code: 1$/.test(line)));
      });

      it('gives the output of steps as bytes', () => {
        const logs = updates(readEvents(recordedProgress(version, 'progress/long-output'))).flatMap(({ logs }) => logs);
        const printed = Buffer.concat(logs.filter(({ vertex }) => vertex === logs[0]?.vertex).map(({ data }) => data));
        const expected = Array.from({ length: 500 }, (_, i) => `  CC [M]  drivers/net/ethernet/main_${i + 1}.o\n`);
        assert.equal(printed.toString(), expected.join(''));
      });

      it('reads the same in pieces of any size', () => {
        const bytes = Buffer.from(recordedProgress(version, 'build-fails/exec-format-error'));
        const whole = plain(readEvents(bytes));
        fc.assert(
          fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
            assert.deepEqual(plain(readInPieces(bytes, sizes)), whole);
          }),
          { numRuns: 20 },
        );
      });
    });
  }

  it('decodes warnings', () => {
    const warnings = updates(readEvents(recordedProgress('0.29.1', 'build/several-warnings'))).flatMap(
      (update) => update.warnings,
    );
    assert.deepEqual(
      warnings.find(({ short }) => short.startsWith('MaintainerDeprecated')),
      {
        short: 'MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 3)',
        detail: ['The MAINTAINER instruction is deprecated, use a label instead to define an image author'],
        vertex: 'sha256:9d4f782bec853dec773b9dbdbd1ed0363cba7d0ab563d46ff5708c4983d49d81',
        url: 'https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/',
        file: 'Dockerfile',
        line: 3,
        quoted: 'MAINTAINER me',
      },
    );
  });

  it('takes plain progress for text', () => {
    const lines = texts(readEvents(recordedProgress('0.29.1', 'build/two-platforms-push-plain-progress')));
    assert.match(lines[0] ?? '', /^#0 building with "default" instance using docker driver/);
  });

  it('takes JSON of another shape for text, and strange values in progress for missing ones', () => {
    const other = [
      '[]',
      '{"a":1}',
      '{"vertexes":{}}',
      '{"logs":[{"vertex":"v","data":1}]}',
      '{"vertexes":[1]}',
      'null',
      '{"vertexes":',
    ];
    assert.deepEqual(texts(readEvents(other.join('\n'))), other);
    const strange =
      '{"vertexes":[{"digest":"d","name":5,"started":"never","inputs":["a",1],"error":{},"__proto__":{"x":1}}],"logs":null}';
    assert.deepEqual(readEvents(strange), [
      {
        kind: 'update',
        update: {
          vertexes: [{ digest: 'd', inputs: ['a'], name: '', cached: false }],
          statuses: [],
          logs: [],
          warnings: [],
        },
      },
    ]);
  });

  it('gives up an indented object that does not go on as one', () => {
    const lines = ['{', '  "vertexes": [', 'WARN: something', '{', '  "vertexes": []', '}', '{', '  cut off'];
    const events = readEvents(lines.join('\n'));
    assert.deepEqual(texts(events), ['{', '  "vertexes": [', 'WARN: something', '{', '  cut off']);
    assert.equal(updates(events).length, 1);
  });

  it('cuts a line that is too long, and goes on after it', () => {
    const line = '{"vertexes":[]}';
    for (const sizes of [[1], [7], [1000]]) {
      const events = readInPieces(Buffer.from(`${'x'.repeat(500)}\n${line}\n`), sizes, 100);
      assert.deepEqual(texts(events), ['x'.repeat(100)]);
      assert.equal(updates(events).length, 1);
    }
  });

  it('never throws, whatever the bytes', () => {
    const real = Buffer.from(recordedProgress('0.29.1', 'progress/terminal-escapes'));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.json().map((text) => Buffer.from(`${text}\n{"vertexes":[${text}],"logs":${text}}\n`)),
      // a recorded stream with a part removed
      fc
        .tuple(fc.nat(real.length), fc.nat(300))
        .map(([at, length]) =>
          Buffer.concat([real.subarray(Math.max(0, at - 2000), at), real.subarray(at + length, at + 2000)]),
        ),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 500 }),
        (input, sizes, limit) => {
          const pieces = plain(readInPieces(input, sizes));
          assert.deepEqual(pieces, plain(readEvents(input)));
          readInPieces(input, sizes, limit);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('attack: an object of ever so many lines overflows the stack', () => {
    const reader = new ProgressReader();
    const piece = Buffer.from(' x\n'.repeat(10_000));
    const events = [...reader.push(Buffer.from('{\n'))];
    for (let i = 0; i < 30; i += 1) {
      for (const event of reader.push(piece)) {
        events.push(event);
      }
    }
    for (const event of reader.end()) {
      events.push(event);
    }
    assert.equal(texts(events).length, 300_001);
  });

  it('attack: 64 MB of NUL, or of one line, are kept', () => {
    for (const text of ['\0', 'x', ' ', '{', '\r']) {
      const reader = new ProgressReader();
      const piece = Buffer.from(text.repeat(65_536));
      for (let i = 0; i < 1024; i += 1) {
        assert.deepEqual(reader.push(piece), []);
      }
      const [event, ...others] = reader.end();
      assert.equal(others.length, 0);
      assert.ok(event?.kind === 'text' && event.line.length <= 65_536);
    }
  });
});

describe('ProgressReader, attacked', () => {
  it('attack: a line of carriage returns is walked again from each of them', () => {
    const [event] = readInPieces(Buffer.from(`${'\r'.repeat(300_000)}x\n`), [100_000]);
    // of such a long line, only its beginning is kept, without its final returns
    assert.deepEqual(event, { kind: 'text', line: '' });
    const [other] = readInPieces(Buffer.from(`x${'\r'.repeat(30_000)}x\n`), [10_000]);
    assert.equal(other?.kind === 'text' ? other.line.length : 0, 30_002);
  });

  it('attack: an object of a million lines that was none overflows the stack', () => {
    const reader = new ProgressReader();
    const events = [reader.push(Buffer.from(`{\n${' \n'.repeat(1_000_000)}`)), reader.end()].flat();
    assert.equal(events.length, 1_000_001);
  });
});
