import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { InsideBudget, isBudgetExceeded, usualLimits } from '../../../../src/domain/inside/budget.ts';
import { createTarReader, NotAnArchive } from '../../../../src/domain/inside/tar.ts';
import { endOfArchive, longEntry, paxRecord, rawEntry, withChecksum } from '../../../support/tarBlocks.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

function read(archive: Uint8Array, pieceBytes = 4096, budget = new InsideBudget()) {
  const found: string[] = [];
  const reader = createTarReader(budget, ({ type, name, link, mode, head }) => {
    found.push([type, name, type.endsWith('link') ? link : '', mode.toString(8), text(head)].join(' '));
  });
  for (let at = 0; at < archive.length; at += pieceBytes) {
    reader.write(archive.subarray(at, at + pieceBytes));
  }
  reader.end();
  return found;
}
const readAll = (...entries: readonly Uint8Array[]) => read(Buffer.concat([...entries, endOfArchive]));
const isRefused = (...entries: readonly Uint8Array[]) => {
  assert.throws(() => readAll(...entries), NotAnArchive);
};

describe('an archive', () => {
  const body = Buffer.from('text');

  it('is read as libraries write it, however its bytes come', async () => {
    const name = fc.stringMatching(/^[a-zä/.]{1,300}$/).filter((each) => !each.endsWith('/') && !each.startsWith('/'));
    const entry = fc.record({
      name,
      type: fc.constantFrom('file' as const, 'symlink' as const, 'link' as const, 'directory' as const),
      mode: fc.integer({ min: 1, max: 0o777 }),
      linkname: name,
      text: fc.string({ maxLength: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 5 }),
        fc.integer({ min: 1, max: 2000 }),
        async (entries, length) => {
          const archive = pack();
          const packed = buffer(archive);
          const wanted = entries.map(({ text: content, ...headers }) => {
            const { type, mode, linkname } = headers;
            const [isFile, isLink] = [type === 'file', type === 'symlink' || type === 'link'];
            archive.entry({ ...headers, linkname: isLink ? linkname : null }, isFile ? content : '');
            const head = isFile ? text(Buffer.from(content).subarray(0, 1024)) : '';
            const shown = type === 'directory' ? 'other' : type;
            return [shown, headers.name, isLink ? linkname : '', mode.toString(8), head].join(' ');
          });
          archive.finalize();
          const found = read(await packed, length);
          // folders may end with a slash
          assert.deepEqual(
            found.map((each) => each.replace('/ ', ' ')),
            wanted.map((each) => each.replace('/ ', ' ')),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has long names of every kind', () => {
    const long = 'a/'.repeat(300);
    assert.deepEqual(readAll(longEntry({ name: `${long}b`, body })), [`file ${long}b  755 text`]);
    assert.deepEqual(
      readAll(
        rawEntry({ name: 'L', type: 'L', body: Buffer.from(`${long}c\0`) }),
        rawEntry({ name: 'K', type: 'K', body: Buffer.from(`${long}d\0`) }),
        rawEntry({ name: 'c', type: '2', link: 'd' }),
      ),
      [`symlink ${long}c ${long}d 755 `],
    );
    const prefixed = rawEntry({ name: 'app', body });
    prefixed.write('usr/bin', 345, 'latin1');
    assert.deepEqual(readAll(withChecksum(prefixed)), ['file usr/bin/app  755 text']);
  });

  it('has sizes of every kind', () => {
    const binary = rawEntry({ name: 'app', body });
    binary.fill(0, 124, 136);
    binary.writeUInt8(0x80, 124);
    binary.writeUInt8(4, 135);
    assert.deepEqual(readAll(withChecksum(binary)), ['file app  755 text']);
    const told = rawEntry({ name: 'pax', type: 'x', body: Buffer.from(paxRecord('size', '4')) });
    assert.deepEqual(readAll(told, rawEntry({ name: 'app', body, size: 0 })), ['file app  755 text']);
    // no bytes follow an entry that is not a file, whatever its size is
    assert.deepEqual(readAll(rawEntry({ name: 'app', type: '1', link: 'x', size: 4 }), rawEntry({ name: 'b', body })), [
      'link app x 755 ',
      'file b  755 text',
    ]);
  });

  it('ends where engines see its end, and global headers say nothing of its entries', () => {
    const global = rawEntry({ name: 'g', type: 'g', body: Buffer.from(paxRecord('path', 'other')) });
    const hidden = rawEntry({ name: 'hidden', body });
    assert.deepEqual(readAll(global, rawEntry({ name: 'app', body }), endOfArchive, hidden), ['file app  755 text']);
  });

  it('attack: headers that lie about themselves are refused', () => {
    isRefused(Buffer.from('no archive'));
    isRefused(Buffer.alloc(512, 'a'));
    isRefused(rawEntry({ name: 'app', body }).subarray(0, 700));
    // an empty extended header, one that is too long, and invalid records
    isRefused(longEntry({ name: 'app' }).subarray(0, 1024));
    isRefused(rawEntry({ name: 'x', type: 'x', size: 1024 * 1024 + 1 }));
    for (const records of ['x', '5 a=b', '9999999 a=b\n', '6 a=bc', '4 =\n', '-5 a=b\n', '0 a=b\n', '5 ab\n']) {
      isRefused(rawEntry({ name: 'x', type: 'x', body: Buffer.from(records) }), rawEntry({ name: 'app' }));
    }
    for (const size of ['-1', '1e3', 'x', String(2 ** 60)]) {
      const told = rawEntry({ name: 'x', type: 'x', body: Buffer.from(paxRecord('size', size)) });
      isRefused(told, rawEntry({ name: 'app' }));
    }
    const negative = rawEntry({ name: 'app' });
    negative.fill(0xff, 124, 136);
    isRefused(withChecksum(negative));
  });

  it('attack: no bytes are more than an archive, none, or too much', () => {
    const limits = { ...usualLimits, entries: 20, steps: 200 };
    const block = fc.oneof(
      fc.uint8Array({ minLength: 512, maxLength: 512 }),
      fc.uint8Array({ minLength: 512, maxLength: 512 }).map((bytes) => withChecksum(Buffer.from(bytes))),
      fc
        .record({
          name: fc.string({ maxLength: 99 }),
          type: fc.constantFrom('0', '1', '2', '5', 'x', 'g', 'L', 'K', 'S', '\0', '7'),
          size: fc.integer({ min: 0, max: 3000 }),
          body: fc.uint8Array({ maxLength: 1500 }),
        })
        .map(rawEntry),
      fc
        .tuple(fc.string(), fc.string())
        .map(([key, value]) => rawEntry({ name: 'x', type: 'x', body: Buffer.from(paxRecord(key, value)) })),
    );
    const archive = fc.array(block, { maxLength: 30 }).map((blocks) => Buffer.concat(blocks));
    fc.assert(
      fc.property(fc.oneof(archive, fc.uint8Array()), fc.integer({ min: 1, max: 3000 }), (bytes, length) => {
        const budget = new InsideBudget(limits);
        try {
          read(bytes, length, budget);
        } catch (error) {
          assert.ok(error instanceof NotAnArchive || isBudgetExceeded(error), String(error));
        }
        assert.ok(budget.spent.entries <= limits.entries + 1);
        assert.ok(budget.spent.steps <= limits.steps + 3);
      }),
      { numRuns: 1000 },
    );
  });
});
