import { parseJson } from '../../domain/untrusted/json.ts';
import { mapping, texts } from '../../domain/untrusted/values.ts';
import { RegistryError } from '../../tools/registry/errors.ts';

/** The tags of one page of the list; what is no tag is left out. Throws `RegistryError` where it is no list. */
export function readTags(body: string): readonly string[] {
  const page = mapping(parseJson(body));
  if (!('tags' in page)) {
    throw new RegistryError('broken', 'the registry answered with something that is no list of tags');
  }
  // an empty repository has null in some registries
  return texts(page.tags).filter((tag) => /^\w[\w.-]{0,127}$/.test(tag));
}

/** What the header `Link` says of the next page: its query alone, so that nobody sends us elsewhere (RFC 8288). */
export function nextPage(link: string | undefined): string | undefined {
  const target = /<([^<>]{1,4096})>\s*;\s*rel="?next"?/i.exec(link ?? '')?.[1];
  const base = 'https://registry.invalid';
  const query = target !== undefined && URL.canParse(target, base) ? new URL(target, base).search : '';
  return query === '' ? undefined : query;
}
