import { pushBaseImage } from './engine/baseImage.ts';
import { leaseEmulation, type Emulation } from './engine/emulation.ts';
import { findOrBringEngine, type Engine } from './engine/engine.ts';
import { startRegistry, type Registry } from './engine/registry.ts';

/** The requirements of a build for two platforms, ready for use. */
export interface World {
  readonly engine: Engine;
  readonly registry: Registry;
  /** A reference in that registry to a small image with BusyBox for amd64 and arm64. */
  readonly base: string;
  /** Emulation of the other architecture, which is on. */
  readonly emulation: Pick<Emulation, 'set'>;
  readonly stop: () => Promise<void>;
}

/**
 * A Docker engine, an empty registry with a base image, and emulation of the other architecture.
 * @throws BedUnavailable if this machine cannot provide one of them
 */
export async function bringWorld(): Promise<World> {
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.reverse()) {
      await end();
    }
  };
  try {
    const engine = await findOrBringEngine();
    started.push(() => engine.stop());
    const registry = await startRegistry();
    started.push(() => registry.stop());
    const emulation = await leaseEmulation();
    started.push(() => emulation.release());
    await emulation.set('on');
    return { engine, registry, base: await pushBaseImage(registry), emulation, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
