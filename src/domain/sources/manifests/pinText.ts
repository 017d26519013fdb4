import { formatReference, parseReference, withTag } from '../../image/reference.ts';

/** A place in a text that names an image. */
export interface ImageMention {
  /** Characters from the start of the text. */
  readonly offset: number;
  /** As it stands there. */
  readonly text: string;
}

/** Where YAML and Dockerfiles name images: `image: app:1`, `FROM app:1 AS build`, `COPY --from=app:1`. */
const places =
  /^(?:[^#\n\r\u2028\u2029]*?["']?\bimage["']?\s*:\s*|[ \t]*FROM\s+(?:--\S+\s+)*|[ \t]*(?:COPY|ADD|RUN)\b.*?[=,]from=|[ \t]*COPY\b.*?--from=)["']?([^\s"',}#\n]{1,4096})/gim;

/**
 * Where a Kubernetes manifest, a Compose file or a Dockerfile names an image by its tag, with a digest or without. What is
 * put together from variables names none.
 *
 * @param id in full, with its tag
 */
export function mentionsOf(text: string, id: string): readonly ImageMention[] {
  return [...text.matchAll(places)].flatMap((match) => {
    const [whole, name = ''] = match;
    return taggedId(name) === id ? [{ offset: match.index + whole.length - name.length, text: name }] : [];
  });
}

/** All the images that a text names by their tags, in full. */
export function mentionedIds(text: string): readonly string[] {
  return [...new Set([...text.matchAll(places)].flatMap(([, name = '']) => taggedId(name) ?? []))];
}

/** The same name, pinned: the tag stays readable beside the digest that decides. */
export function pinnedText({ text }: ImageMention, digest: string): string {
  const [name = ''] = text.split('@');
  const parsed = parseReference(name);
  return `${name}${parsed.ok && parsed.value.tag === undefined ? ':latest' : ''}@${digest}`;
}

/** A reference in full by its tag, without its digest; undefined where it is none, or named by its digest alone. */
export function taggedId(text: string): string | undefined {
  const parsed = parseReference(text);
  if (!parsed.ok || (parsed.value.tag === undefined && parsed.value.digest !== undefined)) {
    return undefined;
  }
  return formatReference(withTag(parsed.value, parsed.value.tag ?? 'latest'));
}
