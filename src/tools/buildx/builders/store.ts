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

/** For Go's decoder, missing values and null are zero values of any type; a value of another type fails the whole file. */
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

/** A builder in buildx's instance file (buildx store/nodegroup.go): its configuration, not its state. */
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

/** The last choice of `docker buildx use`: for one Docker endpoint (`key`), or for all of them. */
export interface StoredChoice {
  readonly key: string;
  /** Empty: the Docker context itself instead of a builder of the store. */
  readonly name: string;
  readonly global: boolean;
}

/** The folder of buildx's store (buildx util/confutil/config.go); it may not exist. */
export function storeFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const own = env.BUILDX_CONFIG ?? '';
  return own === '' ? path.join(dockerFolder(env, home), 'buildx') : own;
}

/** Parses an untrusted instance file; undefined if buildx would not accept it either. */
export function readInstance(text: string): StoredBuilder | undefined {
  const read = readJson(instanceFile, text);
  return read && { name: read.Name, driver: read.Driver, nodes: read.Nodes.map(toNode) };
}

/** Parses the store's file `current`; undefined if it is invalid. */
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
