import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import { parsePlatform } from '../../../domain/platform.ts';
import type { Command } from '../../process/command.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * All builders with their nodes, Docker contexts among them; buildx 0.13 and newer. It answers when the slowest node has, or
 * after 20 seconds, and holds the lock of buildx's store until then: other calls of buildx wait that long. One instance file
 * that cannot be read makes it fail as a whole. `current` is told since 0.24. Which platforms are pinned is not told, only
 * that pinned ones come first.
 */
export function listBuilders(docker: string): Command<readonly Builder[]> {
  return {
    file: docker,
    args: ['buildx', 'ls', '--format', 'json'],
    parse: ({ stdout }) => {
      // buildx 0.13 prints a builder again for each of its nodes
      const builders = new Map<string, Builder>();
      for (const line of stdout.split('\n')) {
        const builder = readBuilder(json(line));
        if (builder && !builders.has(builder.name)) {
          builders.set(builder.name, builder);
        }
      }
      return [...builders.values()];
    },
  };
}

function readBuilder(value: unknown): Builder | undefined {
  if (!isObject(value) || typeof value.Name !== 'string' || value.Name === '') {
    return undefined;
  }
  const error = text(value.Err);
  const lastActivity = time(value.LastActivity);
  return {
    name: value.Name,
    driver: text(value.Driver) ?? '',
    ...(error !== undefined && { error }),
    ...(typeof value.Current === 'boolean' && { current: value.Current }),
    ...(lastActivity !== undefined && { lastActivity }),
    nodes: list(value.Nodes).flatMap((node) => readNode(node) ?? []),
  };
}

/** A builder that could not be loaded has nodes without a name, which are none. */
function readNode(value: unknown): BuilderNode | undefined {
  if (!isObject(value) || typeof value.Name !== 'string' || value.Name === '') {
    return undefined;
  }
  const error = text(value.Err);
  const version = text(value.Version);
  const options = texts(value.DriverOpts);
  const flags = list(value.Flags).filter((flag) => typeof flag === 'string');
  return {
    name: value.Name,
    endpoint: text(value.Endpoint) ?? '',
    status: text(value.Status) ?? (error === undefined ? 'unknown' : 'error'),
    ...(error !== undefined && { error }),
    ...(version !== undefined && { version }),
    platforms: list(value.Platforms).flatMap((each) => {
      const parsed = parsePlatform(typeof each === 'string' ? each : '');
      return parsed.ok ? [{ platform: parsed.value, pinned: false }] : [];
    }),
    labels: texts(value.Labels),
    ...(Object.keys(options).length > 0 && { options }),
    ...(flags.length > 0 && { flags }),
  };
}

/** Go's zero time, the year 1, stands for never. */
function time(value: unknown): string | undefined {
  const given = text(value);
  return given === undefined || given.startsWith('0001-') || Number.isNaN(Date.parse(given)) ? undefined : given;
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
