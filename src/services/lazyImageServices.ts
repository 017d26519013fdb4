import type { ImageServices, ImageServicesDeps } from './imageServices.ts';

/** Services that are loaded with the view of images: no activation needs them. */
export function createLazyImageServices(deps: ImageServicesDeps): () => Promise<ImageServices> {
  let loading: Promise<ImageServices> | undefined;
  return () =>
    (loading ??= import('./imageServices.ts').then(
      ({ createImageServices }) => createImageServices(deps),
      (error: unknown) => {
        // what could not be loaded once may be the next time
        loading = undefined;
        throw error;
      },
    ));
}
