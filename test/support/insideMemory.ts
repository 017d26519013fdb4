/**
 * Inspects images in a folder like the extension host, and prints the results and the maximum memory of this process (without its threads)
 * in bytes. The test starts it as a separate process with a small heap.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDiagnosedError } from '../../src/domain/diagnosis/diagnosis.ts';
import { createInsides } from '../../src/services/insides/insides.ts';
import { createWorkerPools } from '../../src/services/worker/pools.ts';

/** An image on disk: files by digest, the configuration first. */
export interface StoredImage {
  readonly name: string;
  readonly blobs: readonly { readonly digest: string; readonly size: number; readonly file: string }[];
}

export interface MemoryReport {
  readonly name: string;
  /** The state of the result, or the code of the failure. */
  readonly state: string;
  readonly bytes: number;
}

const used = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const [folder = ''] = process.argv.slice(2);
const images = JSON.parse(await readFile(path.join(folder, 'images.json'), 'utf8')) as StoredImage[];
const workers = createWorkerPools(new URL('../../src/services/worker/main.ts', import.meta.url));
const report: MemoryReport[] = [];
for (const { name, blobs } of images) {
  const [config, ...layers] = blobs.map((blob) => ({ ...blob, mediaType: 'x' }));
  const fileOf = (digest: string) => path.join(folder, blobs.find((blob) => blob.digest === digest)!.file);
  const insides = createInsides({
    images: { contents: () => Promise.resolve({ config: config!, layers }) },
    registry: {
      blob: (_, digest) => readFile(fileOf(digest)),
      stream: async (_, digest, __, consume) => consume(createReadStream(fileOf(digest)) as AsyncIterable<Buffer>),
    },
    workers,
  });
  globalThis.gc!();
  const before = used();
  let most = before;
  const looks = setInterval(() => {
    most = Math.max(most, used());
  }, 10);
  const state = await insides.read('localhost:5000/hostile:1', config!.digest).then(
    (inside) => inside.state,
    (error: unknown) => (isDiagnosedError(error) ? `${error.code}: ${error.message}` : String(error)),
  );
  clearInterval(looks);
  report.push({ name, state, bytes: Math.max(most, used()) - before });
}
workers.dispose();
process.stdout.write(JSON.stringify(report));
