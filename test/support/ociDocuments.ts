import { createHash } from 'node:crypto';

export const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
};

export function digestOf(body: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

/** A descriptor of a document in an index or a layout. */
export function descriptor(body: string | Uint8Array, mediaType: string) {
  return { mediaType, digest: digestOf(body), size: Buffer.byteLength(body) };
}

export function indexOf(entries: readonly object[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: entries });
}
