import type { DiskUsage } from '../../domain/diskUsage.ts';

/** What can be done with a builder that is there. All reject with what the runner rejects with. */
export interface BuilderActions {
  /** Makes it Docker's default, for this context. */
  use(name: string, signal?: AbortSignal): Promise<void>;
  /** Starts its nodes; resolves when they run. A first start pulls BuildKit's image. */
  start(name: string, signal?: AbortSignal): Promise<void>;
  stop(name: string, signal?: AbortSignal): Promise<void>;
  /** Removes it with its cache. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  diskUsage(name: string, signal?: AbortSignal): Promise<DiskUsage>;
  /** Removes build cache that is not in use; `all`: what BuildKit keeps for itself as well. Resolves to the bytes that were freed. */
  prune(name: string, all: boolean, signal?: AbortSignal): Promise<number>;
  /** All that `docker buildx inspect` says of it, as it says it. */
  describe(name: string, signal?: AbortSignal): Promise<string>;
}
