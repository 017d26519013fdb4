import { familiarReference, parseReference, withTag, type ImageReference } from '../../image/reference.ts';
import type { WorkloadImage } from './workloads.ts';

/** The origin of a suggested image name. */
export type ImageOrigin =
  | {
      readonly from:
        'answer' | 'lastBuild' | 'earlierBuild' | 'failedBuild' | 'setting' | 'definition' | 'version' | 'folder';
    }
  | { readonly from: 'workload'; readonly kind: string; readonly name: string };

export interface ImageSuggestion {
  /** The suggested text, with a tag if one is known. */
  readonly reference: string;
  readonly origin: ImageOrigin;
}

export interface ImageClues {
  /** The source's name, which identifies a workload's image as the one to build. */
  readonly name: string;
  /** The current answer, to change or keep. */
  readonly answered: readonly string[];
  /** Newest first. */
  readonly recent: readonly string[];
  /** Those of `recent` that the last build had. */
  readonly last: readonly string[];
  /** The names that a build just failed for; they come last. */
  readonly failed?: readonly string[];
  readonly setting?: string | undefined;
  /** The tags of the bake or Compose file. */
  readonly defined: readonly string[];
  readonly workloads: readonly WorkloadImage[];
  /** The output of `git describe`. */
  readonly version?: string | undefined;
}

const mostFromWorkloads = 5;

/**
 * Suggested names for an image, the most likely first, each once: the previous answer, those of the last builds, the setting, the bake or
 * Compose file, workloads with such an image, and the best of them with the source version as its tag. Names that just failed come last. Skips
 * invalid references and digests, which cannot be pushed to.
 */
export function suggestImages(clues: ImageClues): readonly ImageSuggestion[] {
  const version = clues.version === undefined ? undefined : tagFrom(clues.version);
  const failed = (clues.failed ?? []).flatMap((text) => readable(text) ?? []).map(familiarReference);
  const found: ImageSuggestion[] = [];
  const offer = (text: string | undefined, origin: ImageOrigin, tag?: string) => {
    const reference = text === undefined ? undefined : readable(text);
    if (reference) {
      const named = reference.tag === undefined && tag !== undefined ? withTag(reference, tag) : reference;
      const suggestion = familiarReference(named);
      if (!failed.includes(suggestion)) {
        found.push({ reference: suggestion, origin });
      }
    }
  };
  clues.answered.forEach((text) => {
    offer(text, { from: 'answer' });
  });
  clues.recent.forEach((text) => {
    offer(text, { from: clues.last.includes(text) ? 'lastBuild' : 'earlierBuild' });
  });
  offer(clues.setting, { from: 'setting' }, version);
  clues.defined.forEach((text) => {
    offer(text, { from: 'definition' });
  });
  const workloads = clues.workloads
    .map((workload) => ({ ...workload, rank: rank(workload.image, clues.name) }))
    .sort((a, b) => a.rank - b.rank);
  for (const { image, kind, name } of workloads.slice(0, mostFromWorkloads)) {
    offer(image, { from: 'workload', kind, name });
  }
  const best = found[0];
  if (best && version !== undefined) {
    const tagged = readable(best.reference);
    offer(tagged && familiarReference(withTag(tagged, version)), { from: 'version' });
  }
  if (!best) {
    offer(imageNameFrom(clues.name), { from: 'folder' }, version);
  }
  for (const reference of failed) {
    found.push({ reference, origin: { from: 'failedBuild' } });
  }
  const first = new Map<string, ImageSuggestion>();
  for (const suggestion of found) {
    if (!first.has(suggestion.reference)) {
      first.set(suggestion.reference, suggestion);
    }
  }
  return [...first.values()];
}

/** A version as a tag: invalid characters become a dash. */
function tagFrom(version: string): string | undefined {
  const tag = version
    .trim()
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 128);
  return tag === '' ? undefined : tag;
}

/** A folder's name as an image name: in lowercase, with a dash for invalid characters. */
export function imageNameFrom(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function readable(text: string): ImageReference | undefined {
  const parsed = parseReference(text.trim());
  if (!parsed.ok) {
    return undefined;
  }
  const { domain, path, tag } = parsed.value;
  return tag === undefined ? { domain, path } : { domain, path, tag };
}

/** 0: the image's last path component is this name; 1: one contains the other; 2: neither. */
function rank(image: string, name: string): number {
  const own = readable(image)?.path.split('/').at(-1) ?? '';
  const wanted = imageNameFrom(name);
  if (own === wanted) {
    return 0;
  }
  return own !== '' && wanted !== '' && (own.includes(wanted) || wanted.includes(own)) ? 1 : 2;
}
