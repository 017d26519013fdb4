import { bad, good, type Result } from '../result.ts';
import { trimEnd } from '../untrusted/trim.ts';

/** The full name of an image: `docker.io/library/alpine`, with its tag and digest. */
export interface ImageReference {
  /** The registry with its port: `ghcr.io`, `127.0.0.1:5000`, `[::1]:5000`. */
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** `part` is the invalid part of the text; `suggestion` is a text that would be valid. */
export type ReferenceProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'whitespace'; readonly part: string }
  | { readonly code: 'scheme'; readonly part: string; readonly suggestion?: string }
  | { readonly code: 'uppercase'; readonly part: string; readonly suggestion: string }
  /** 64 hexadecimal digits: Docker treats this as the ID of a local image. */
  | { readonly code: 'imageId'; readonly part: string }
  | { readonly code: 'invalidDomain'; readonly part: string }
  | { readonly code: 'invalidPort'; readonly part: string }
  /** `part` is empty for two consecutive slashes or a final one. */
  | { readonly code: 'invalidPath'; readonly part: string }
  | { readonly code: 'invalidTag'; readonly part: string }
  | { readonly code: 'tagTooLong'; readonly part: string }
  | { readonly code: 'invalidDigest'; readonly part: string }
  /** The path is limited to 255 characters. */
  | { readonly code: 'tooLong'; readonly part: string };

const dockerHub = 'docker.io';
const officialImages = 'library/';
const maxPath = 255;
const maxTag = 128;
const maxText = 4096;

const host =
  /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])$/;
const pathComponent = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagCharacters = /^\w[\w.-]*$/;
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;

/** Whether this is a digest with one of the three algorithms of registries, in lowercase. */
export function isDigest(text: string): boolean {
  return digest.test(text);
}

/**
 * Parses an image name as Docker does (distribution/reference, `ParseNormalizedNamed`): a first component with a dot, a colon or the name
 * `localhost` is the registry; otherwise it is Docker Hub. Refuses three forms that Docker accepts, because they always fail: a first
 * component in uppercase (Docker searches a host with that name), a host with an underscore, and a port above 65535.
 */
export function parseReference(text: string): Result<ImageReference, ReferenceProblem> {
  if (text === '') {
    return bad({ code: 'empty' });
  }
  if (text.length > maxText) {
    return bad({ code: 'tooLong', part: text.slice(0, maxPath) });
  }
  const space = /\s+/.exec(text);
  if (space !== null) {
    return bad({ code: 'whitespace', part: space[0] });
  }
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)?.[0];
  if (scheme !== undefined) {
    const suggestion = trimEnd(text.slice(scheme.length), '/');
    return bad({ code: 'scheme', part: scheme, ...(parseReference(suggestion).ok && { suggestion }) });
  }
  if (/^[a-f0-9]{64}$/.test(text)) {
    return bad({ code: 'imageId', part: text });
  }
  const [tagged, digested] = cut(text, '@');
  const { domain, remainder } = splitDomain(tagged);
  const [path, tag] = cut(remainder, ':');
  const problem =
    domainProblem(domain) ??
    upperCaseProblem(text, domain, remainder) ??
    pathProblem(path) ??
    tagProblem(tag) ??
    digestProblem(digested);
  return problem === undefined
    ? good({ domain, path, ...(tag !== undefined && { tag }), ...(digested !== undefined && { digest: digested }) })
    : bad(problem);
}

/** The full reference including the registry, for tools. */
export function formatReference(reference: ImageReference): string {
  return repositoryOf(reference) + suffix(reference);
}

/** The reference as Docker shows it: without `docker.io/` and `library/`, unless that would change its meaning. */
export function familiarReference(reference: ImageReference): string {
  if (reference.domain !== dockerHub) {
    return formatReference(reference);
  }
  const { path } = reference;
  const official = path.startsWith(officialImages) && !path.slice(officialImages.length).includes('/');
  const short = official ? path.slice(officialImages.length) : path;
  const again = parseReference(short);
  return again.ok && again.value.path === path ? short + suffix(reference) : formatReference(reference);
}

/** Whether it names neither a registry nor a user of Docker Hub: such images are Docker's own. */
export function isBare({ domain, path }: ImageReference): boolean {
  return domain === dockerHub && path.startsWith(officialImages);
}

/** The full name without tag and digest. */
export function repositoryOf(reference: ImageReference): string {
  return `${reference.domain}/${reference.path}`;
}

/** The full name of a reference without tag and digest; undefined if it is invalid. */
export function repositoryIn(text: string): string | undefined {
  const parsed = parseReference(text);
  return parsed.ok ? repositoryOf(parsed.value) : undefined;
}

/** Another tag of the same repository; drops the digest, which belongs to another image. */
export function withTag(reference: ImageReference, tag: string): ImageReference {
  return { domain: reference.domain, path: reference.path, tag };
}

/** The pinned reference, `name:tag@sha256:…`: the digest decides, the tag is for people. */
export function withDigest(reference: ImageReference, pinned: string): ImageReference {
  return { ...reference, digest: pinned };
}

function suffix({ tag, digest: pinned }: ImageReference): string {
  return (tag === undefined ? '' : `:${tag}`) + (pinned === undefined ? '' : `@${pinned}`);
}

function splitDomain(name: string): { readonly domain: string; readonly remainder: string } {
  const [first, rest] = cut(name, '/');
  if (rest === undefined) {
    return { domain: dockerHub, remainder: officialImages + name };
  }
  if (first !== 'localhost' && !/[.:]/.test(first) && first === first.toLowerCase()) {
    return { domain: dockerHub, remainder: name };
  }
  const domain = first === 'index.docker.io' ? dockerHub : first;
  return { domain, remainder: domain === dockerHub && !rest.includes('/') ? officialImages + rest : rest };
}

function domainProblem(domain: string): ReferenceProblem | undefined {
  const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(domain) ?? [];
  if (!host.test(name)) {
    return { code: 'invalidDomain', part: domain };
  }
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65535)) {
    return { code: 'invalidPort', part: port };
  }
  return undefined;
}

/** Uppercase letters are the only error: the name in lowercase would be valid. */
function upperCaseProblem(text: string, domain: string, remainder: string): ReferenceProblem | undefined {
  const [path] = cut(remainder, ':');
  const isHost = domain === 'localhost' || /[.:]/.test(domain);
  const part = !isHost && domain !== domain.toLowerCase() ? domain : path.split('/').find((name) => /[A-Z]/.test(name));
  if (part === undefined) {
    return undefined;
  }
  const kept = isHost && text.startsWith(domain) ? domain.length : 0;
  const end = kept + text.slice(kept).search(/[:@]|$/);
  const suggestion = text.slice(0, kept) + text.slice(kept, end).toLowerCase() + text.slice(end);
  return parseReference(suggestion).ok ? { code: 'uppercase', part, suggestion } : undefined;
}

function pathProblem(path: string): ReferenceProblem | undefined {
  if (path.length > maxPath) {
    return { code: 'tooLong', part: path };
  }
  const part = path.split('/').find((component) => !pathComponent.test(component));
  return part === undefined ? undefined : { code: 'invalidPath', part };
}

function tagProblem(tag: string | undefined): ReferenceProblem | undefined {
  if (tag === undefined) {
    return undefined;
  }
  if (!tagCharacters.test(tag)) {
    return { code: 'invalidTag', part: tag };
  }
  return tag.length > maxTag ? { code: 'tagTooLong', part: tag } : undefined;
}

function digestProblem(text: string | undefined): ReferenceProblem | undefined {
  return text === undefined || isDigest(text) ? undefined : { code: 'invalidDigest', part: text };
}

/** The text before the first separator, and the text after it, if there is one. */
function cut(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
