import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { list, mapping } from '../../../domain/untrusted/values.ts';

/** The argument of a command from a row. */
export interface Target {
  /** The full reference. */
  readonly id: string;
  /** Of a single platform, or of a part. */
  readonly digest?: string;
  readonly platform?: string;
  readonly named?: NamedImage;
}

/** Keyboard shortcuts can pass any argument; rows are those of `ImagesElement`. */
export function targetOf(element: unknown): Target | undefined {
  const { kind, known, id, image, digest } = mapping(element);
  switch (kind) {
    case 'image': {
      const named = mapping(known).named;
      const own = mapping(named).id;
      return typeof own === 'string' ? { id: own, named: named as NamedImage } : undefined;
    }
    case 'platform': {
      const { digest: own, platform } = mapping(image);
      return typeof id === 'string' && typeof own === 'string' && typeof platform === 'string'
        ? { id, digest: own, platform }
        : undefined;
    }
    case 'missing':
    case 'use':
    case 'reported':
      return typeof id === 'string' ? { id } : undefined;
    case 'part':
      return typeof id === 'string' && typeof digest === 'string' ? { id, digest } : undefined;
    default:
      return undefined;
  }
}

/** The argument of a command that is about an image without a row. @param platforms those that it lacks */
export function reported(id: string, more: { readonly platforms?: readonly string[] } = {}): object {
  return { kind: 'reported', id, ...more };
}

/** The previous digest of a tag that a failed push offers to restore; not a row. */
export function formerIn(element: unknown): { readonly id: string; readonly digest: string } | undefined {
  const { kind, id, digest } = mapping(element);
  return kind === 'former' && typeof id === 'string' && typeof digest === 'string' ? { id, digest } : undefined;
}

/** The repository of a repository row. */
export function repositoryIn(element: unknown): string | undefined {
  const { kind, repository } = mapping(element);
  return kind === 'repository' && typeof repository === 'string' ? repository : undefined;
}

/** The platform of a missing-platform row, or the platforms that a report or the message about a push names. */
export function missingPlatformsIn(element: unknown): readonly string[] {
  const { kind, platform, platforms } = mapping(element);
  return kind === 'missing' || kind === 'reported'
    ? [platform, ...list(platforms)].filter((each) => typeof each === 'string')
    : [];
}
