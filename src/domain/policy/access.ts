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

/** An access of a bake file that requires consent: buildx's entitlements (bake/entitlements.go). */
export interface Access {
  readonly right: (typeof rights)[number];
  /** A path for `fs.read` and `fs.write`; the name of a device, absent for all devices. */
  readonly value?: string;
}

/** In the format of buildx's `--allow`. */
export function accessText({ right, value }: Access): string {
  return value === undefined ? right : `${right}=${value}`;
}

/** Allowed access from a task or an additional `--allow`; `fs` is reading and writing. Unknown values allow nothing. */
export function readAccess(text: string): readonly Access[] {
  const at = text.indexOf('=');
  const [name, value] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const named = name === 'fs' ? (['fs.read', 'fs.write'] as const) : rights.filter((right) => right === name);
  return named.map((right) => ({ right, ...(value !== undefined && { value }) }));
}

/**
 * All access that buildx checks before a bake build with plain progress, and does not check with `rawjson` since 0.21 (commands/bake.go).
 * Paths as in the file. Additionally, reading an OCI layout, which buildx omits.
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

/** Of a device, only its name counts, not its options. */
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

/** Undefined if it is not a path. An unrecognized remote address counts as a path inside the folder, never outside. */
function localPath(text: string): string | undefined {
  const layout = /^oci-layout:\/\/(?<folder>[^@]*)/.exec(text)?.groups?.folder;
  if (layout !== undefined) {
    // a tag may follow: the part before it is read in any case
    return layout.replace(/:[\w.-]*$/, '');
  }
  return /^(?:https?|git|ssh):\/\/|^git@|^target:|^docker-image:/.test(text) ? undefined : withoutScheme(text);
}

/** `cwd://` is the working directory of bake. */
function withoutScheme(text: string): string {
  return text.startsWith('cwd://') ? text.slice('cwd://'.length) : text;
}

function isGitOverSsh(context: string): boolean {
  return /^ssh:\/\/|^[\w.-]+@[\w.-]+:/.test(context);
}

/**
 * The needed access that is not allowed, each once; for a folder and its contents, only the folder.
 *
 * @param needed and `allowed` have absolute paths without links
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
