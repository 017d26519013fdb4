import { createHash } from 'node:crypto';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { readManifest, type Manifest } from '../../domain/image/manifest.ts';
import { formatReference, type ImageReference } from '../../domain/image/reference.ts';

export type PinnedReference = ImageReference & { readonly digest: string };

/** Without the tag: the digest identifies the image, and a registry would look up either. */
export function byDigest({ domain, path }: ImageReference, digest: string): PinnedReference {
  return { domain, path, digest };
}

/** The body of a registry's response, if it is the requested one and a manifest. */
export function toManifest(name: PinnedReference, body: Buffer): Manifest {
  requireBody(name, body);
  // bytes that are not UTF-8 become U+FFFD, as in Go: the string stays valid, and the digest is computed from the bytes
  const parsed = readManifest(body.toString('utf8'));
  if (parsed.ok) {
    return parsed.value;
  }
  throw wrongAnswer(name, `no image manifest (${JSON.stringify(parsed.problem)})`);
}

/** Reports that a registry returned something other than what was requested. */
export function wrongAnswer(name: ImageReference, why: string): DiagnosedError {
  const image = formatReference(name);
  return new DiagnosedError(
    diagnosisOf('registryAnswerWrong', { image, registry: name.domain, detail: `${image}: ${why}` }),
  );
}

/** Throws if the body does not match the digest. */
export function requireBody(name: PinnedReference, body: Buffer): void {
  const actual = digestOf(body, name.digest.slice(0, name.digest.indexOf(':')));
  if (actual !== name.digest) {
    throw wrongAnswer(name, `the registry answered with something else, ${actual}`);
  }
}

export function digestOf(body: Buffer, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}
