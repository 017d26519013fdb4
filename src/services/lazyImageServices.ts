import { loadOnce } from './concurrency/loadOnce.ts';
import type { ImageServices, ImageServicesDeps } from './imageServices.ts';

/** Services that are loaded with the Images view; activation does not need them. */
export function createLazyImageServices(deps: ImageServicesDeps): () => Promise<ImageServices> {
  return loadOnce(async () => (await import('./imageServices.ts')).createImageServices(deps));
}
