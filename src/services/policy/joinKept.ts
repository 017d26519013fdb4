import type { FoundImage } from '../../domain/build/report.ts';
import { joinContents } from '../../domain/image/indexEdit.ts';
import { sideOf, type Loss } from '../../domain/policy/pushes.ts';
import { parseReference, repositoryOf, withTag, type ImageReference } from '../../domain/image/reference.ts';
import type { BuildMetadata } from '../../tools/buildx/metadata.ts';
import { foundImage } from '../builds/results.ts';
import type { Images } from '../images/images.ts';
import type { IndexEdits } from '../images/indexEdits.ts';

export interface JoinDeps {
  readonly images: Pick<Images, 'entries' | 'inspect'>;
  readonly indexEdits: Pick<IndexEdits, 'apply'>;
}

/** The digest that a tag now points to, and the bake target whose image was joined into it. */
export interface JoinedImage extends FoundImage {
  readonly target?: string;
}

/**
 * Moves tags, one step each, to their previous platforms joined with what was built aside. Rejects with `imageChanged` if a tag no longer
 * points to the digest that was shown.
 *
 * @returns the digests that the tags point to, read back
 */
export async function joinKept(
  { images, indexEdits }: JoinDeps,
  kept: readonly Loss[],
  metadata: readonly BuildMetadata[],
  options: { readonly signal: AbortSignal; readonly builder?: string },
): Promise<readonly JoinedImage[]> {
  const found: JoinedImage[] = [];
  for (const { tag: id, digest, target } of kept) {
    const tag = reference(id);
    const made = metadata.find((entry) => entry.target === target)?.digest;
    // the tag of an image built aside can be overwritten meanwhile, its digest cannot
    const aside = made === undefined ? sideOf(id) : `${repositoryOf(tag)}@${made}`;
    const [now, added] = await Promise.all([
      images.entries(`${repositoryOf(tag)}@${digest}`, options),
      images.entries(aside, options),
    ]);
    await indexEdits.apply({ tag, expected: digest, to: joinContents([now, added]) }, options.signal);
    const image = await images.inspect(id, options);
    found.push({ ...foundImage(id, image), ...(target !== undefined && { target }) });
  }
  return found;
}

function reference(id: string): ImageReference {
  const parsed = parseReference(id);
  if (!parsed.ok) {
    throw new Error(`${id} is no reference`);
  }
  return withTag(parsed.value, parsed.value.tag ?? 'latest');
}
