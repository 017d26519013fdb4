import type { BuiltImage } from '../../../domain/build/report.ts';
import { familiarReference, parseReference, withDigest } from '../../../domain/image/reference.ts';

/** `name:tag@sha256:…`: the tag for people, the digest for machines. */
export function pinnedReference({ reference, digest }: BuiltImage): string | undefined {
  if (reference === undefined || digest === undefined) {
    return undefined;
  }
  const parsed = parseReference(reference);
  return parsed.ok ? familiarReference(withDigest(parsed.value, digest)) : undefined;
}
