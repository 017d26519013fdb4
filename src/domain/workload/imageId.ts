import { isDigest } from '../image/reference.ts';

/**
 * The digest in a pod's `imageID`. With a repository, it is that of the pulled index or manifest (`docker-pullable://repo@sha256:…`,
 * `repo@sha256:…`); alone (`sha256:…`, `docker://sha256:…`, CRI-O's 64 digits), it is usually that of the configuration.
 */
export function digestInId(
  imageId: string,
): { readonly digest: string; readonly of: 'repository' | 'alone' } | undefined {
  const bare = imageId.replace(/^[a-z-]{1,40}:\/\//, '');
  const at = bare.lastIndexOf('@');
  const text = bare.slice(at + 1);
  const digest = /^[a-f0-9]{64}$/.test(text) ? `sha256:${text}` : text;
  return isDigest(digest) ? { digest, of: at < 0 ? 'alone' : 'repository' } : undefined;
}
