import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { mapping } from '../../../domain/untrusted/values.ts';

/** What a row of the view tells a command. */
export interface Target {
  /** The image in full. */
  readonly id: string;
  /** Of one platform, or of a part. */
  readonly digest?: string;
  readonly platform?: string;
  readonly named?: NamedImage;
}

/** A keyboard shortcut can call a command with anything; rows are those of `ImagesElement`. */
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
      return typeof id === 'string' ? { id } : undefined;
    case 'part':
      return typeof id === 'string' && typeof digest === 'string' ? { id, digest } : undefined;
    default:
      return undefined;
  }
}

/** The repository of a row that is one. */
export function repositoryIn(element: unknown): string | undefined {
  const { kind, repository } = mapping(element);
  return kind === 'repository' && typeof repository === 'string' ? repository : undefined;
}

/** The platform of a row that says that it is missing. */
export function missingPlatformIn(element: unknown): string | undefined {
  const { kind, platform } = mapping(element);
  return kind === 'missing' && typeof platform === 'string' ? platform : undefined;
}
