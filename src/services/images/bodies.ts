import { createHash } from 'node:crypto';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { readManifest, type Manifest } from '../../domain/image/manifest.ts';
import { formatReference, type ImageReference } from '../../domain/image/reference.ts';

export type PinnedReference = ImageReference & { readonly digest: string };

/** Without the tag: the digest decides, and with both a registry would be asked for either. */
export function byDigest({ domain, path }: ImageReference, digest: string): PinnedReference {
  return { domain, path, digest };
}

/** The body that a registry answered with, if it is the one that was asked for and is a manifest. */
export function toManifest(name: PinnedReference, body: Buffer): Manifest {
  requireBody(name, body);
  // bytes that are no UTF-8 become U+FFFD, as in Go: they can stand in a string, and the digest is that of the bytes
  const parsed = readManifest(body.toString('utf8'));
  if (parsed.ok) {
    return parsed.value;
  }
  throw wrongAnswer(name, `no image manifest (${JSON.stringify(parsed.problem)})`);
}

/** Somebody is to be told that a registry answered with what it was not asked for. */
export function wrongAnswer(name: ImageReference, why: string): DiagnosedError {
  const image = formatReference(name);
  return new DiagnosedError(
    diagnosisOf('registryAnswerWrong', { image, registry: name.domain, detail: `${image}: ${why}` }),
  );
}

/** Throws where the body is not the one that the digest names. */
export function requireBody(name: PinnedReference, body: Buffer): void {
  const actual = digestOf(body, name.digest.slice(0, name.digest.indexOf(':')));
  if (actual !== name.digest) {
    throw wrongAnswer(name, `the registry answered with something else, ${actual}`);
  }
}

export function digestOf(body: Buffer, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}
