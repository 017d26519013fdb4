import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureLocation } from '../../../../src/domain/buildProgress.ts';
import { coveredMs } from '../../../../src/domain/buildProgress/intervals.ts';
import { LogTail } from '../../../../src/domain/buildProgress/logTail.ts';
import { buildxVersions, followBuild } from '../../../support/followBuild.ts';

describe('time that intervals cover', () => {
  it('counts what overlaps once', () => {
    assert.equal(coveredMs([]), 0);
    assert.equal(
      coveredMs([
        { start: 20, end: 30 },
        { start: 0, end: 10 },
        { start: 5, end: 7 },
        { start: 8, end: 12 },
      ]),
      22,
    );
  });

  it('is what counting every millisecond gives', () => {
    const interval = fc.tuple(fc.nat(50), fc.nat(20)).map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.array(interval), (intervals) => {
        const covered = Array.from({ length: 80 }, (_, at) =>
          intervals.some(({ start, end }) => start <= at && at < end),
        );
        assert.equal(coveredMs(intervals), covered.filter(Boolean).length);
      }),
    );
  });
});

describe('the end of a log', () => {
  it('is the last bytes, whatever the pieces', () => {
    const piece = fc.uint8Array({ maxLength: 30, min: 32, max: 126 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (pieces, limit) => {
        const tail = new LogTail(limit);
        pieces.forEach((each) => {
          tail.push(each);
        });
        assert.equal(tail.text(), Buffer.concat(pieces).subarray(-limit).toString());
      }),
    );
  });

  it('stays right over very many pieces', () => {
    const tail = new LogTail(10);
    for (let i = 0; i < 10_000; i++) {
      tail.push(Buffer.from(String(i % 10)));
    }
    assert.equal(tail.text(), '0123456789');
  });
});

describe('where a build failed', () => {
  for (const version of buildxVersions) {
    it(`is the first line of the instruction, as buildx ${version} shows it`, () => {
      const at = (name: string) => failureLocation(followBuild(version, name).lines);
      assert.deepEqual(at('progress/fails-in-continued-line'), { file: 'Dockerfile', line: 2 });
      assert.deepEqual(at('progress/fails-in-here-document'), { file: 'Dockerfile', line: 3 });
      assert.deepEqual(at('build-fails/exec-format-error'), { file: 'Dockerfile', line: 8 });
      assert.deepEqual(at('build-fails/unknown-instruction'), { file: 'Dockerfile', line: 3 });
      assert.deepEqual(at('bake/syntax-error'), { file: 'docker-bake.hcl', line: 3 });
      assert.equal(at('build-fails/engine-down'), undefined);
    });
  }

  it('needs the excerpt, not only its heading', () => {
    assert.equal(failureLocation(['Dockerfile:3', 'something']), undefined);
    assert.deepEqual(failureLocation(['Dockerfile:3\r', `${'-'.repeat(20)}\r`, '   3 | >>> RUN false\r']), {
      file: 'Dockerfile',
      line: 3,
    });
  });
});
