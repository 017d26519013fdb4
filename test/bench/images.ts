import { execFileSync } from 'node:child_process';
import { bringWorld } from '../bed/world.ts';
import { rawRegistry, types } from '../engine/registryShapes.ts';
import { composeServices, useEnvironment } from '../engine/support.ts';

const count = 200;
/** A process takes what it takes: so many are measured, and the rest is reckoned. */
const sample = 20;

/**
 * Inspects 200 indexes of two platforms in a registry on this machine: as the extension does it, sizes included, a second
 * time from its cache, and with a process for each. In seconds for all of them; `skopeo` where this machine has one.
 */
export async function measureImages(): Promise<{
  readonly ours: number;
  readonly again: number;
  readonly imagetools: number;
  readonly skopeo: number | undefined;
  /** Bytes by which this process grew. */
  readonly growth: number;
}> {
  const { engine, registry, stop } = await bringWorld();
  const undo = useEnvironment(engine.env);
  const services = composeServices();
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
    const inspectAll = () => Promise.all(refs.map((ref) => services.images.inspect(ref)));
    const before = process.memoryUsage.rss();
    const ours = await seconds(inspectAll);
    const growth = process.memoryUsage.rss() - before;
    const again = await seconds(inspectAll);
    const each = (file: string, args: (ref: string) => readonly string[]) =>
      seconds(() => {
        for (const ref of refs.slice(0, sample)) {
          execFileSync(file, args(ref), { stdio: 'ignore' });
        }
      }).then((took) => (took * count) / sample);
    const imagetools = await each('docker', (ref) => ['buildx', 'imagetools', 'inspect', '--raw', ref]);
    const skopeo = await each('skopeo', (ref) => ['inspect', '--raw', '--tls-verify=false', `docker://${ref}`]).catch(
      () => undefined,
    );
    return { ours, again, imagetools, skopeo, growth };
  } finally {
    services.registry.dispose();
    undo();
    await stop();
  }
}

async function seconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
