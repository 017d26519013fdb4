import path from 'node:path';
import type { BakeDefinition, BakeTargetDefinition } from './bakeDefinition.ts';
import { csvFields } from './csv.ts';

const rights = [
  'fs.read',
  'fs.write',
  'network.host',
  'security.insecure',
  'ssh',
  'device',
  'buildx-local-delete',
] as const;

/** Something that a bake file may do only when it was allowed to: buildx' entitlements (bake/entitlements.go). */
export interface Access {
  readonly right: (typeof rights)[number];
  /** A path for `fs.read` and `fs.write`; the name of a device, absent for all. */
  readonly value?: string;
}

/** As `--allow` of buildx takes it. */
export function accessText({ right, value }: Access): string {
  return value === undefined ? right : `${right}=${value}`;
}

/** What was allowed, as a task or an added `--allow` says it; `fs` is both reading and writing. Unknown ones allow nothing. */
export function readAccess(text: string): readonly Access[] {
  const at = text.indexOf('=');
  const [name, value] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const named = name === 'fs' ? (['fs.read', 'fs.write'] as const) : rights.filter((right) => right === name);
  return named.map((right) => ({ right, ...(value !== undefined && { value }) }));
}

/**
 * All that buildx checks before a bake build with plain progress, and leaves unchecked with `rawjson` from 0.21 on
 * (commands/bake.go). Paths as the file has them. One thing more: an OCI layout, which buildx forgets, is read, too.
 */
export function accessOf({ targets }: BakeDefinition): readonly Access[] {
  return [...targets.values()].flatMap(ofTarget);
}

function ofTarget(target: BakeTargetDefinition): readonly Access[] {
  const { outputs, cacheTo, cacheFrom, secretFiles, ssh, entitlements } = target;
  const destinations = [...outputs, ...cacheTo.filter(({ type }) => type === 'local')].flatMap(
    ({ attributes }) => attributes.get('dest') ?? [],
  );
  const sources = cacheFrom
    .filter(({ type }) => type === 'local')
    .flatMap(({ attributes }) => attributes.get('src') ?? []);
  const forwards = ssh.some(({ paths }) => paths.length === 0) || (ssh.length === 0 && isGitOverSsh(target.context));
  const read = [...inputs(target), ...sources, ...secretFiles, ...ssh.flatMap(({ paths }) => paths)];
  return [
    ...read.map((value): Access => ({ right: 'fs.read', value })),
    ...destinations.filter((dest) => dest !== '-').map((value): Access => ({ right: 'fs.write', value })),
    ...(forwards ? [{ right: 'ssh' } as const] : []),
    ...(outputs.some(({ type, attributes }) => type === 'local' && attributes.get('mode') === 'delete')
      ? [{ right: 'buildx-local-delete' } as const]
      : []),
    ...entitlements.flatMap(ofEntitlement),
  ];
}

/** Of a device only its name counts, not what is said of it. */
function ofEntitlement(text: string): readonly Access[] {
  return readAccess(text).map(({ right, value }) => ({
    right,
    ...(value !== undefined && value !== '' && { value: csvFields(value)[0] ?? value }),
  }));
}

function inputs({ context, dockerfile, contexts }: BakeTargetDefinition): readonly string[] {
  const folder = localPath(context);
  const file = withoutScheme(dockerfile);
  const isBeside = folder === undefined || dockerfile !== file || path.isAbsolute(file);
  return [
    ...(folder === undefined ? [] : [folder]),
    isBeside ? file : path.join(folder, file),
    ...contexts.flatMap((each) => localPath(each) ?? []),
  ];
}

/** Undefined for what is no path. A remote address that is not recognised counts as a path inside of the folder: never outside. */
function localPath(text: string): string | undefined {
  const layout = /^oci-layout:\/\/(?<folder>[^@]*)/.exec(text)?.groups?.folder;
  if (layout !== undefined) {
    // a tag may follow: what is before it is read in any case
    return layout.replace(/:[\w.-]*$/, '');
  }
  return /^(?:https?|git|ssh):\/\/|^git@|^target:|^docker-image:/.test(text) ? undefined : withoutScheme(text);
}

/** `cwd://` is the folder that bake runs in. */
function withoutScheme(text: string): string {
  return text.startsWith('cwd://') ? text.slice('cwd://'.length) : text;
}

function isGitOverSsh(context: string): boolean {
  return /^ssh:\/\/|^[\w.-]+@[\w.-]+:/.test(context);
}

/**
 * What is needed and was not allowed, each once; of a folder and what is in it only the folder.
 *
 * @param needed and `allowed` with paths that are absolute and free of links
 */
export function missingAccess(needed: readonly Access[], allowed: readonly Access[]): readonly Access[] {
  const missing = new Map(
    needed.filter((need) => !allowed.some((one) => covers(one, need))).map((need) => [accessText(need), need]),
  );
  return [...missing.values()].filter(
    (need) => ![...missing.values()].some((other) => other !== need && isPath(other) && covers(other, need)),
  );
}

function covers(allowed: Access, need: Access): boolean {
  if (allowed.right !== need.right) {
    return false;
  }
  if (!isPath(need)) {
    return need.right !== 'device' || allowed.value === undefined || allowed.value === need.value;
  }
  return allowed.value === '*' || isWithin(need.value ?? '', allowed.value ?? '');
}

/** Whether the value of an access is a path. */
export function isPath({ right }: Access): boolean {
  return right === 'fs.read' || right === 'fs.write';
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}
