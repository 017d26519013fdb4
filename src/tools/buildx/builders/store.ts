import path from 'node:path';
import {
  array,
  check,
  fallback,
  nullish,
  object,
  optional,
  pipe,
  record,
  string,
  unknown,
  type InferOutput,
} from 'valibot';
import { normalizePlatform, type Platform } from '../../../domain/platform.ts';
import { readJson } from '../../../domain/untrusted/json.ts';
import { isMapping } from '../../../domain/untrusted/values.ts';
import { dockerFolder } from '../../docker/contexts.ts';

/** To Go's decoder an absent value and null are a zero value of any type; what has another type fails as a whole. */
const goText = nullish(string(), '');
const instancePlatform = object({
  os: goText,
  architecture: goText,
  variant: nullish(string()),
  'os.version': fallback(optional(string()), undefined),
});
const instanceNode = object({
  Name: goText,
  Endpoint: goText,
  Platforms: nullish(array(instancePlatform), []),
  DriverOpts: nullish(pipe(unknown(), check(isMapping), record(string(), string())), {}),
  Flags: nullish(array(string()), []),
});
const instanceFile = pipe(
  unknown(),
  check(isMapping),
  object({ Name: goText, Driver: goText, Nodes: nullish(array(instanceNode), []) }),
);
const currentFile = object({ Key: string(), Name: string(), Global: optional(unknown()) });

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
  const read = readJson(instanceFile, text);
  return read && { name: read.Name, driver: read.Driver, nodes: read.Nodes.map(toNode) };
}

/** Reads the store's file `current`; undefined for what is none. */
export function readChoice(text: string): StoredChoice | undefined {
  const read = readJson(currentFile, text);
  return read && { key: read.Key, name: read.Name, global: read.Global === true };
}

function toNode({ Name, Endpoint, Platforms, DriverOpts, Flags }: InferOutput<typeof instanceNode>): StoredNode {
  return { name: Name, endpoint: Endpoint, platforms: Platforms.map(toPlatform), options: DriverOpts, flags: Flags };
}

function toPlatform({
  os,
  architecture,
  variant,
  'os.version': osVersion,
}: InferOutput<typeof instancePlatform>): Platform {
  return normalizePlatform({
    os,
    architecture,
    ...(variant !== undefined && variant !== null && { variant }),
    ...(osVersion !== undefined && { osVersion }),
  });
}
