import { createHash } from 'node:crypto';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { readManifest, type Manifest } from '../../domain/image.ts';
import { formatReference, type ImageReference } from '../../domain/reference.ts';

export type PinnedReference = ImageReference & { readonly digest: string };

/** Without the tag: the digest decides, and with both a registry would be asked for either. */
export function byDigest({ domain, path }: ImageReference, digest: string): PinnedReference {
  return { domain, path, digest };
}

/** The body that a registry answered with, if it is the one that was asked for and is a manifest. */
export function toManifest(name: PinnedReference, body: string): Manifest {
  requireBody(name, body);
  const parsed = readManifest(body);
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
export function requireBody(name: PinnedReference, body: string | Buffer): void {
  const actual = digestOf(body, name.digest.slice(0, name.digest.indexOf(':')));
  if (actual !== name.digest) {
    throw wrongAnswer(name, `the registry answered with something else, ${actual}`);
  }
}

export function digestOf(body: string | Buffer, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}
