import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hostileImages, type HostileName } from '../support/hostileImages.ts';
import type { MemoryReport, StoredImage } from '../support/insideMemory.ts';
import { digestOf } from '../support/ociDocuments.ts';

/** Those that are after memory; threads that took more than theirs would have no answer. */
const expected: Partial<Record<HostileName, string>> = {
  'a PATH of four megabytes': 'tooComplex',
  'a configuration that is nothing but brackets': 'notFound',
  'thousands of links to the folder that is looked in': 'notFound',
  'hundreds of folders for each of its files': 'tooLarge',
  'more whiteouts than any image has': 'tooLarge',
  'names and links of four kilobytes each': 'tooLarge',
  'hundreds of thousands of records for all entries': 'notFound',
  'an extended header of gigabytes': 'unknown',
  'a window of zstd as large as can be': 'tooLarge',
};
/** Megabytes that a look into any image takes of the extension host. */
const mostOfHost = 32;

describe('memory for a hostile image', function () {
  this.timeout(300_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inside-memory-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it(`attack: none takes more than ${mostOfHost} MB of the host, nor more than its thread may have`, async () => {
    const images: StoredImage[] = [];
    for (const name of Object.keys(expected) as HostileName[]) {
      const { config, layers } = hostileImages[name](1);
      const parts = [Buffer.from(JSON.stringify({ os: 'linux', config })), ...layers];
      const blobs = parts.map((bytes, index) => ({
        digest: digestOf(bytes),
        size: bytes.length,
        file: `${images.length}-${index}`,
      }));
      await Promise.all(parts.map((bytes, index) => writeFile(path.join(folder, blobs[index]!.file), bytes)));
      images.push({ name, blobs });
    }
    await writeFile(path.join(folder, 'images.json'), JSON.stringify(images));
    const program = fileURLToPath(new URL('../support/insideMemory.ts', import.meta.url));
    const args = ['--expose-gc', '--max-old-space-size=128', program, folder];
    // counting what is covered takes memory of its own
    const env = { ...process.env, NODE_V8_COVERAGE: undefined };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    const report = JSON.parse(stdout) as MemoryReport[];
    assert.deepEqual(Object.fromEntries(report.map(({ name, state }) => [name, state])), expected);
    assert.deepEqual(
      report.filter(({ bytes }) => bytes > mostOfHost * 1024 * 1024),
      [],
    );
  });
});
