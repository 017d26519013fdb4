import path from 'node:path';
import { normalizePlatform, type Platform } from '../../../domain/platform.ts';
import { dockerFolder } from '../../docker/contexts.ts';

type Json = Readonly<Record<string, unknown>>;

/** A builder as buildx keeps it in its instance file (buildx store/nodegroup.go): what was asked for, nothing of how it is. */
export interface StoredBuilder {
  readonly name: string;
  readonly driver: string;
  readonly nodes: readonly StoredNode[];
}

export interface StoredNode {
  readonly name: string;
  readonly endpoint: string;
  /** The pinned ones. */
  readonly platforms: readonly Platform[];
  readonly options: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

/** What `docker buildx use` chose last: for one Docker endpoint (`key`), or for all of them. */
export interface StoredChoice {
  readonly key: string;
  /** Empty: no builder of the store, so the Docker context itself. */
  readonly name: string;
  readonly global: boolean;
}

/** The folder of buildx's store (buildx util/confutil/config.go); it need not be there. */
export function storeFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const own = env.BUILDX_CONFIG ?? '';
  return own === '' ? path.join(dockerFolder(env, home), 'buildx') : own;
}

/** Reads an instance file, which may hold anything; undefined for what buildx would not read either. */
export function readInstance(text: string): StoredBuilder | undefined {
  const value = json(text);
  if (!isObject(value) || !isText(value.Name) || !isText(value.Driver)) {
    return undefined;
  }
  const nodes = list(value.Nodes)?.map(readNode);
  return nodes?.every((node) => node !== undefined)
    ? { name: value.Name ?? '', driver: value.Driver ?? '', nodes }
    : undefined;
}

/** Reads the store's file `current`; undefined for what is none. */
export function readChoice(text: string): StoredChoice | undefined {
  const value = json(text);
  return isObject(value) && typeof value.Key === 'string' && typeof value.Name === 'string'
    ? { key: value.Key, name: value.Name, global: value.Global === true }
    : undefined;
}

function readNode(value: unknown): StoredNode | undefined {
  if (!isObject(value) || !isText(value.Name) || !isText(value.Endpoint)) {
    return undefined;
  }
  const platforms = list(value.Platforms)?.map(readPlatform);
  const flags = list(value.Flags);
  const options = isObject(value.DriverOpts ?? {}) ? Object.entries(value.DriverOpts ?? {}) : undefined;
  if (
    !platforms?.every((platform) => platform !== undefined) ||
    !flags?.every((flag) => typeof flag === 'string') ||
    !options?.every((option): option is [string, string] => typeof option[1] === 'string')
  ) {
    return undefined;
  }
  return {
    name: value.Name ?? '',
    endpoint: value.Endpoint ?? '',
    platforms,
    options: Object.fromEntries(options),
    flags,
  };
}

function readPlatform(value: unknown): Platform | undefined {
  if (!isObject(value) || !isText(value.os) || !isText(value.architecture) || !isText(value.variant)) {
    return undefined;
  }
  const { os, architecture, variant, 'os.version': osVersion } = value;
  return normalizePlatform({
    os: os ?? '',
    architecture: architecture ?? '',
    ...(variant !== undefined && variant !== null && { variant }),
    ...(typeof osVersion === 'string' && { osVersion }),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** To Go's decoder an absent value and null are a zero value of any type. */
function isText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}

function list(value: unknown): readonly unknown[] | undefined {
  const given = value ?? [];
  return Array.isArray(given) ? given : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
