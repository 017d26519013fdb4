/**
 * Replaces an invalid value from a registry, so that it is not displayed: `invalid?3f2a91bc`. A checksum (FNV-1a) distinguishes values;
 * none is a valid platform or media type, which contain no question mark.
 */
export function invalidForm(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) {
    hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193) >>> 0;
  }
  return `invalid?${hash.toString(16).padStart(8, '0')}`;
}
