import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bringImageTools } from '../bed/engine/imageTools.ts';
import { run } from '../bed/engine/processes.ts';
import { bringWorld } from '../bed/world.ts';
import { rawRegistry, types } from '../engine/registryShapes.ts';
import { composeServices, useEnvironment } from '../engine/support.ts';
import { listenToRequests, repeatRequests } from './bareRequests.ts';
import { median } from './median.ts';

const count = 200;
/** A process takes constant time: some are measured, and the rest is extrapolated. */
const sample = 20;

/** How often the extension and the bare loop alternate. */
const rounds = 5;

/**
 * Inspects 200 indexes of two platforms in a registry on this machine: like the extension, including sizes; a second time; again like
 * another window, from the disk cache; with a process for each; and with nothing but the extension's own requests. In seconds for all of
 * them.
 */
export async function measureImages(): Promise<{
  readonly ours: number;
  /** The same requests without anything else; compared with `besideBare`, which alternates with it. Medians. */
  readonly bare: number;
  readonly besideBare: number;
  readonly again: number;
  readonly otherWindow: number;
  readonly imagetools: number;
  readonly skopeo: number;
  /** Bytes by which this process grew. */
  readonly growth: number;
}> {
  const { engine, registry, stop } = await bringWorld();
  const undo = useEnvironment(engine.env);
  const cacheFolder = await mkdtemp(path.join(tmpdir(), 'bench-images-'));
  const services = composeServices({ cacheFolder });
  const other = composeServices({ cacheFolder });
  const tools = await bringImageTools();
  try {
    const raw = rawRegistry(registry.host, 'bench/app');
    for (let index = 0; index < count; index++) {
      const entries = await Promise.all(
        ['amd64', 'arm64'].map(async (architecture) => {
          const platform = { os: 'linux', architecture };
          return { ...(await raw.image({ ...platform, index })), platform };
        }),
      );
      await raw.index(String(index), entries, {}, types.ociIndex);
    }
    const refs = Array.from({ length: count }, (_, index) => raw.ref(String(index)));
    const inspectAll = ({ images }: typeof services) => Promise.all(refs.map((ref) => images.inspect(ref)));
    const before = process.memoryUsage.rss();
    const { requests, stop: stopListening } = listenToRequests();
    const ours = await seconds(() => inspectAll(services));
    const growth = process.memoryUsage.rss() - before;
    stopListening();
    const again = await seconds(() => inspectAll(services));
    const otherWindow = await seconds(() => inspectAll(other));
    const each = async (inspect: (ref: string) => Promise<string>) => {
      const took = await seconds(async () => {
        for (const ref of refs.slice(0, sample)) {
          await inspect(ref);
        }
      });
      return (took * count) / sample;
    };
    const imagetools = await each((ref) => run('docker', ['buildx', 'imagetools', 'inspect', '--raw', ref]));
    const skopeo = await each((ref) => tools.skopeo('inspect', '--raw', '--tls-verify=false', `docker://${ref}`));
    const limits = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const fresh = composeServices();
      limits.ours.push(await seconds(() => inspectAll(fresh)));
      fresh.registry.dispose();
      limits.bare.push(await seconds(() => repeatRequests(requests)));
    }
    const [besideBare, bare] = [median(limits.ours), median(limits.bare)];
    return { ours, besideBare, bare, again, otherWindow, imagetools, skopeo, growth };
  } finally {
    services.registry.dispose();
    other.registry.dispose();
    undo();
    await tools.stop();
    await rm(cacheFolder, { recursive: true, force: true });
    await stop();
  }
}

async function seconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
