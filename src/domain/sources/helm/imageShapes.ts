import { list, mapping, text, isMapping, type Mapping } from '../../untrusted/values.ts';
import { parseReference } from '../../image/reference.ts';
import { isPlaced, readPlacement, type Placement } from '../../workload/placement.ts';

/** An image in the values of a Helm chart, as far as they say it: other files may have the rest. */
export interface ChartImage {
  /** The keys that lead to it, which identify it among the values files of a chart. */
  readonly at: string;
  /** The first key; that of a subchart is its name. */
  readonly top: string;
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
  /** The nodes that the values beside it select. */
  readonly placement?: Placement;
}

/** Nesting of values; those of real charts have about 10 levels. */
const deepest = 32;
const pictures = /\.(?:png|svg|jpe?g|gif|ico|webp)$/i;

/** The images in values, by the shapes that `helm create` and the charts of Bitnami have made usual. */
export function chartImages(values: Mapping): readonly ChartImage[] {
  const registry = text(mapping(values.global).imageRegistry);
  const found: ChartImage[] = [];
  visit(values, []);
  return found;

  function visit(value: Mapping, path: readonly string[]): void {
    if (path.length > deepest) {
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      const here = [...path, key];
      const image = imageAt(key, child, value, path.at(-1));
      if (image) {
        const { nodeSelector } = value;
        found.push({
          at: here.join('\n'),
          top: here[0] ?? '',
          ...image,
          // only where the chart knows of registries
          ...(registry !== undefined && image.registry !== undefined && { registry }),
          ...(isPlaced({ nodeSelector, affinity: value.affinity }) && { placement: readPlacement(value) }),
        });
      }
      if (isMapping(child) && !image) {
        visit(child, here);
      } else if (Array.isArray(child)) {
        list(child).forEach((item, at) => {
          if (isMapping(item)) {
            visit(item, [...here, String(at)]);
          }
        });
      }
    }
  }
}

/** Values that say which nodes their part of a chart selects. */
export interface ChartPlacement {
  /** The keys that lead to them, with a line break after each. */
  readonly at: string;
  readonly placement: Placement;
}

/** The placements in values, also without an image beside them: that may be in another file of the chart. */
export function chartPlacements(values: Mapping): readonly ChartPlacement[] {
  const found: ChartPlacement[] = [];
  visit(values, '', 0);
  return found;

  function visit(value: Mapping, at: string, depth: number): void {
    const { nodeSelector, affinity } = value;
    if (isPlaced({ nodeSelector, affinity })) {
      found.push({ at, placement: readPlacement(value) });
    }
    for (const [key, child] of Object.entries(value)) {
      if (isMapping(child) && depth < deepest) {
        visit(child, `${at}${key}\n`, depth + 1);
      }
    }
  }
}

type Parts = Pick<ChartImage, 'registry' | 'repository' | 'tag' | 'digest'>;

function imageAt(key: string, value: unknown, beside: Mapping, parent: string | undefined): Parts | undefined {
  const written = text(value);
  if (written !== undefined) {
    return isReference(key, written, parent)
      ? referenceParts(written, key === 'image' || parent === 'images' ? beside : {})
      : undefined;
  }
  return isMapping(value) ? parts(value, /image$/i.test(key)) : undefined;
}

/** `image: nginx`, `sidecarImage: r.io/a:1`, and the members of `images`. */
function isReference(key: string, written: string, parent: string | undefined): boolean {
  const isPlain = key === 'image';
  const isOther = (/image$/i.test(key) || parent === 'images') && /[/:]/.test(written);
  return (isPlain || isOther) && !pictures.test(written) && parseReference(written).ok;
}

/** `image: r.io/app` may have its tag beside it; an empty one stands for the default of the chart. */
function referenceParts(written: string, beside: Mapping): Parts {
  const { tag, imageTag, digest } = beside;
  const version = scalar(imageTag) ?? scalar(tag);
  const isDefault = version === undefined && ['tag', 'imageTag'].some((name) => Object.hasOwn(beside, name));
  const pinned = text(digest);
  return hasVersion(written)
    ? { repository: written, tag: '' }
    : {
        repository: written,
        ...(!isDefault && { tag: version ?? '' }),
        ...(pinned !== undefined && { digest: pinned }),
      };
}

/** `{ registry, repository, tag, digest }`; an image by its key has at least one of them, another mapping has a repository and a version. */
function parts(value: Mapping, isNamed: boolean): Parts | undefined {
  const { registry, tag, digest, sha } = value;
  const repository =
    text(value.repository) ?? (isNamed ? (text(value.repo) ?? text(value.image) ?? text(value.name)) : undefined);
  const version = scalar(tag);
  const pinned = text(digest) ?? (text(sha) === undefined ? undefined : `sha256:${text(sha)}`);
  const isOne = isNamed
    ? repository !== undefined || version !== undefined || pinned !== undefined
    : repository !== undefined && ['tag', 'digest'].some((name) => Object.hasOwn(value, name));
  return isOne
    ? {
        ...(typeof registry === 'string' && { registry }),
        ...(repository !== undefined && { repository }),
        ...(version !== undefined && { tag: version }),
        ...(pinned !== undefined && { digest: pinned }),
      }
    : undefined;
}

/** A tag that looks like a number is one. */
function scalar(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : text(value);
}

function hasVersion(written: string): boolean {
  return written.includes('@') || written.slice(written.lastIndexOf('/') + 1).includes(':');
}

/**
 * The reference of an image; undefined if its repository or version is unknown.
 *
 * @param version the tag of an image without one
 */
export function referenceOf({ registry = '', repository, tag, digest }: Parts, version?: string): string | undefined {
  const named = tag ?? (digest === undefined ? version : '');
  if (repository === undefined || named === undefined) {
    return undefined;
  }
  const path = registry === '' || repository.startsWith(`${registry}/`) ? repository : `${registry}/${repository}`;
  return `${path}${named === '' ? '' : `:${named}`}${digest === undefined ? '' : `@${digest}`}`;
}
