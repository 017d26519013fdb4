import { parseJson } from '../../domain/untrusted/json.ts';
import { mapping, texts } from '../../domain/untrusted/values.ts';
import { RegistryError } from '../../tools/registry/errors.ts';

/** The tags of one page of the list, without invalid ones. Throws `RegistryError` if it is not a list. */
export function readTags(body: string): readonly string[] {
  const page = mapping(parseJson(body));
  if (!('tags' in page)) {
    throw new RegistryError('broken', 'the registry answered with something that is no list of tags');
  }
  // some registries return null for an empty repository
  return texts(page.tags).filter((tag) => /^\w[\w.-]{0,127}$/.test(tag));
}

/** The query of the next page in the header `Link`. The rest of the URL is ignored, so that it cannot redirect us (RFC 8288). */
export function nextPage(link: string | undefined): string | undefined {
  const target = /<([^<>]{1,4096})>\s*;\s*rel="?next"?/i.exec(link ?? '')?.[1];
  const base = 'https://registry.invalid';
  const query = target !== undefined && URL.canParse(target, base) ? new URL(target, base).search : '';
  return query === '' ? undefined : query;
}
