import { lowestOf } from '../../untrusted/extremes.ts';
import {
  formatReference,
  isBare,
  parseReference,
  repositoryOf,
  withTag,
  type ImageReference,
} from '../../image/reference.ts';

/**
 * Where an image is referenced: a push of this workspace, a Kubernetes manifest, a build in a bake or Compose file, a Compose service that
 * only runs it, the setting, or by the user.
 */
export type ImageNamer = 'pushed' | 'workload' | 'source' | 'service' | 'setting' | 'added';

/** An image of a workspace. */
export interface NamedImage {
  /** The full reference with its tag or digest: `docker.io/library/alpine:latest`. Identifies the image. */
  readonly id: string;
  readonly reference: ImageReference;
  /** The registry and the path, which all tags of an image share. */
  readonly repository: string;
  readonly by: readonly ImageNamer[];
}

const order: readonly ImageNamer[] = ['pushed', 'added', 'setting', 'source', 'service', 'workload'];

/** The referenced images, each once: own pushes first, then by name. Skips invalid references. */
export function workspaceImages(
  named: readonly { readonly image: string; readonly by: ImageNamer }[],
): readonly NamedImage[] {
  const found = new Map<string, NamedImage>();
  for (const { image, by } of named) {
    const parsed = parseReference(image);
    if (parsed.ok) {
      const { value } = parsed;
      const reference = value.tag === undefined && value.digest === undefined ? withTag(value, 'latest') : value;
      const id = formatReference(reference);
      const former = found.get(id)?.by ?? [];
      found.set(id, {
        id,
        reference,
        repository: repositoryOf(reference),
        by: former.includes(by) ? former : [...former, by],
      });
    }
  }
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/**
 * Whether its registry is read automatically. The image of a workload or service may belong to anyone, and its registry limits reads; a name
 * without a registry may not be meant for Docker Hub.
 */
export function isReadUnasked({ by, reference }: NamedImage): boolean {
  const bare = isBare(reference);
  return by.some(
    (namer) => namer === 'pushed' || namer === 'added' || (namer !== 'workload' && namer !== 'service' && !bare),
  );
}

function rank({ by }: NamedImage): number {
  return lowestOf(by.map((each) => order.indexOf(each))) ?? order.length;
}
