/**
 * Stands for a value of a registry that has not the form that it must have, so that it is not shown as it is: `invalid?3f2a91bc`. Two of
 * them are told apart by a checksum (FNV-1a), and none is ever a platform or a media type, which have no question mark.
 */
export function invalidForm(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) {
    hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193) >>> 0;
  }
  return `invalid?${hash.toString(16).padStart(8, '0')}`;
}
