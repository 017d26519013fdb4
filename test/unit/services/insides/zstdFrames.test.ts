import assert from 'node:assert/strict';
import { zstdCompressSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { createZstdFrames } from '../../../../src/services/insides/zstdFrames.ts';

const skippable = (length: number) => {
  const frame = Buffer.alloc(8 + length, 7);
  frame.writeUInt32LE(0x184d2a53, 0);
  frame.writeUInt32LE(length, 4);
  return frame;
};
const frameOf = (bytes: Uint8Array, checksum = 0) =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: checksum } });

describe('frames of zstd', () => {
  it('are cut where they end, however the bytes come', () => {
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => frameOf(bytes)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => frameOf(bytes, 1)),
      fc.constantFrom(frameOf(Buffer.alloc(400_000)), frameOf(Buffer.alloc(0)), skippable(0), skippable(9)),
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), fc.integer({ min: 1, max: 64 }), (frames, length) => {
        const whole = Buffer.concat(frames);
        const cutter = createZstdFrames();
        const ends = new Set(frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length));
        const cuts: number[] = [];
        let at = 0;
        for (let from = 0; from < whole.length; from += length) {
          for (const part of cutter.cut(whole.subarray(from, from + length))) {
            at += part.length;
            cuts.push(at);
          }
        }
        assert.equal(at, whole.length);
        assert.ok([...ends].every((end) => end === 0 || cuts.includes(end)));
      }),
    );
  });

  it('are refused where none begin', () => {
    assert.throws(() => createZstdFrames().cut(Buffer.from('no frame at all')));
    assert.throws(() => createZstdFrames().cut(Buffer.concat([frameOf(Buffer.from('a')), Buffer.from('more')])));
  });
});
