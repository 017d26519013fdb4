import { formatReference, parseReference, withTag } from '../../image/reference.ts';

/** A reference to an image in a text. */
export interface ImageMention {
  /** Offset in characters. */
  readonly offset: number;
  /** The unchanged reference. */
  readonly text: string;
}

/** References in YAML files and Dockerfiles: `image: app:1`, `FROM app:1 AS build`, `COPY --from=app:1`. */
const places =
  /^(?:[^#\n\r\u2028\u2029]*?["']?\bimage["']?\s*:\s*|[ \t]*FROM\s+(?:--\S+\s+)*|[ \t]*(?:COPY|ADD|RUN)\b.*?[=,]from=|[ \t]*COPY\b.*?--from=)["']?([^\s"',}#\n]{1,4096})/gim;

/**
 * The references to an image by its tag, with or without a digest, in a Kubernetes manifest, Compose file or Dockerfile. Skips references
 * with variables.
 *
 * @param id the full reference with its tag
 */
export function mentionsOf(text: string, id: string): readonly ImageMention[] {
  return [...text.matchAll(places)].flatMap((match) => {
    const [whole, name = ''] = match;
    return taggedId(name) === id ? [{ offset: match.index + whole.length - name.length, text: name }] : [];
  });
}

/** The images that a text references by tag, as full references. */
export function mentionedIds(text: string): readonly string[] {
  return [...new Set([...text.matchAll(places)].flatMap(([, name = '']) => taggedId(name) ?? []))];
}

/** The pinned reference: the tag stays readable beside the digest, which decides. */
export function pinnedText({ text }: ImageMention, digest: string): string {
  const [name = ''] = text.split('@');
  const parsed = parseReference(name);
  return `${name}${parsed.ok && parsed.value.tag === undefined ? ':latest' : ''}@${digest}`;
}

/** The full reference by tag, without its digest; undefined if it is invalid or has only a digest. */
export function taggedId(text: string): string | undefined {
  const parsed = parseReference(text);
  if (!parsed.ok || (parsed.value.tag === undefined && parsed.value.digest !== undefined)) {
    return undefined;
  }
  return formatReference(withTag(parsed.value, parsed.value.tag ?? 'latest'));
}
