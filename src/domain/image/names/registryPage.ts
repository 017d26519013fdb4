import type { ImageReference } from '../reference.ts';

/**
 * The web page of an image in the browser, for registries with a known page per image; undefined for all others. It is made from the parsed
 * reference only, whose parts have no characters with a meaning in URLs apart from `/`.
 *
 * Sources: hub.docker.com (`/_/` for official images, `/r/` for others), quay.io (`/repository/…?tab=tags`), gallery.ecr.aws, the Microsoft
 * Artifact Registry (`/artifact/mar/…/tags`). ghcr.io redirects a browser to the package on GitHub.
 */
export function registryPage({ domain, path, tag }: ImageReference): string | undefined {
  const [first = '', second = '', ...more] = path.split('/');
  const isPair = second !== '' && more.length === 0;
  const named = tag === undefined ? '' : encodeURIComponent(tag);
  switch (domain) {
    case 'docker.io':
      if (!isPair) {
        return undefined;
      }
      return `https://hub.docker.com/${first === 'library' ? `_/${second}` : `r/${path}`}/tags${named && `?name=${named}`}`;
    case 'ghcr.io':
      return second === '' ? undefined : `https://ghcr.io/${path}`;
    case 'quay.io':
      return isPair ? `https://quay.io/repository/${path}?tab=tags${named && `&tag=${named}`}` : undefined;
    case 'public.ecr.aws':
      return second === '' ? undefined : `https://gallery.ecr.aws/${path}`;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${path}/tags`;
    case 'registry.gitlab.com':
      // with more parts, it is not known where the project ends and the image begins
      return isPair ? `https://gitlab.com/${path}/container_registry` : undefined;
    default:
      return undefined;
  }
}
