import { isIndexType, type Descriptor } from '../../../domain/image/manifest.ts';
import { attestedBy, entryPlatform, type IndexContent } from '../../../domain/image/indexEdit.ts';
import { safeText } from '../../../domain/safeText.ts';

/** What a tag points to, or will point to. */
export interface TagContent extends Pick<IndexContent, 'entries'> {
  readonly digest: string;
}

/**
 * Two contents of a tag as texts to compare: the digest, then a line per entry in the order of the index, with equal columns in both.
 * A tag that does not exist is an empty text.
 */
export function contentTexts(
  before: TagContent | undefined,
  after: TagContent,
): { readonly before: string; readonly after: string } {
  const both = [before, after].map((content) => content && linesOf(content));
  const width = both.flat().reduce((widest, line) => Math.max(widest, line?.[0].length ?? 0), 0);
  const [former = '', latter = ''] = both.map((lines) =>
    lines?.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join(''),
  );
  return { before: former, after: latter };
}

type Line = readonly [string, string];

function linesOf({ digest, entries }: TagContent): readonly Line[] {
  const platforms = new Map(entries.map((entry) => [entry.digest, entryPlatform(entry)]));
  return [['digest', digest], ...entries.map((entry): Line => [safeText(labelOf(entry, platforms)), entry.digest])];
}

function labelOf(entry: Descriptor, platforms: ReadonlyMap<string, string | undefined>): string {
  const image = attestedBy(entry);
  if (image !== undefined) {
    return ['attestation', platforms.get(image)].filter((word) => word !== undefined).join(' ');
  }
  return entryPlatform(entry) ?? (isIndexType(entry.mediaType) ? 'index' : (entry.artifactType ?? entry.mediaType));
}
