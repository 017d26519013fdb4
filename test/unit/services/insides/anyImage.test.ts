import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { frameSteps, InsideBudget, usualLimits } from '../../../../src/domain/inside/budget.ts';
import { lookInside } from '../../../../src/services/insides/lookInside.ts';
import { inPieces } from '../../../support/lookAt.ts';
import { digestOf } from '../../../support/ociDocuments.ts';
import { endOfArchive, longEntry, rawEntry } from '../../../support/tarBlocks.ts';

/** Names that often refer to each other. */
const path = fc
  .array(fc.constantFrom('a', 'b', 'bin', '..', '.wh.a', '.wh..wh..opq', ''), { maxLength: 6 })
  .map((names) => names.join('/'));
const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  path.map((name) => Buffer.from(`#!/${name}\n`)),
  fc.uint8Array({ maxLength: 100 }).map((rest) => Buffer.concat([Buffer.from('7f454c46', 'hex'), rest])),
);
const entry = fc
  .record({
    name: path,
    type: fc.constantFrom('0', '1', '2', '5'),
    link: path,
    mode: fc.constantFrom(0o755, 0o644),
    body: content,
  })
  .map(({ body, ...header }) => (header.type === '0' ? longEntry({ ...header, body }) : longEntry(header)));
const archive = fc.array(entry, { maxLength: 12 }).map((entries) => Buffer.concat([...entries, endOfArchive]));
const packed = fc
  .tuple(
    archive,
    fc.constantFrom((bytes: Buffer) => bytes, gzipSync, zstdCompressSync),
  )
  .map(([bytes, pack]): Uint8Array => pack(bytes));
/** The same with some changed bytes. */
const damaged = fc
  .tuple(packed, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(2000))
  .map(([bytes, changes, cut]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, byte] of changes) {
      copy[at % copy.length] = byte;
    }
    return cut < 1000 ? copy : copy.subarray(0, cut);
  });
const noise = fc
  .tuple(fc.constantFrom('', '1f8b08', '28b52ffd', '502a4d18', '184d2a50'), fc.uint8Array({ maxLength: 600 }))
  .map(([magic, rest]): Uint8Array => Buffer.concat([Buffer.from(magic, 'hex'), rest]));
const layer = fc.oneof(packed, damaged, noise, fc.constant(rawEntry({ name: 'a' })));
const words = fc.array(fc.oneof(path, fc.constantFrom('sh', '-c', 'tini', '--', '/a/b', 'exec a')), { maxLength: 5 });
const config = fc.oneof(
  fc
    .record({
      os: fc.constantFrom('linux', 'windows'),
      config: fc.record({
        Entrypoint: words,
        Cmd: words,
        Env: fc.array(
          path.map((each) => `PATH=/${each}:/bin`),
          { maxLength: 2 },
        ),
        WorkingDir: path,
      }),
    })
    .map((value) => Buffer.from(JSON.stringify(value))),
  fc.json().map((text) => Buffer.from(text)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

describe('any image', function () {
  this.timeout(120_000);

  it('attack: whatever it consists of, there is an answer, and it takes no more than it may', async () => {
    const limits = { ...usualLimits, steps: 3000, entries: 40, remembered: 60, characters: 400, unpackedBytes: 20_000 };
    await fc.assert(
      fc.asyncProperty(
        config,
        fc.array(layer, { maxLength: 4 }),
        fc.integer({ min: 1, max: 2000 }),
        async (bytes, layers, length) => {
          const budget = new InsideBudget(limits);
          const input = {
            config: { digest: digestOf(bytes), bytes },
            layers: layers.map((each) => ({ digest: digestOf(each), size: each.length, mayBeAbsent: false })),
            limits,
          };
          const answer = await lookInside(
            input,
            {
              open: (index) => inPieces(layers[index]!, length),
              report: () => undefined,
              signal: new AbortController().signal,
            },
            budget,
          );
          assert.ok('inside' in answer);
          // a single operation may exceed a limit before the check
          assert.ok(budget.spent.steps <= limits.steps + frameSteps, `${budget.spent.steps} steps`);
          assert.ok(budget.spent.remembered <= limits.remembered + 1);
          assert.ok(budget.spent.characters <= limits.characters + 4096);
        },
      ),
      { numRuns: 400 },
    );
  });
});
