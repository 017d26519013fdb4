import { boolean, fallback, object, optional, type InferOutput } from 'valibot';
import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import { parsePlatform } from '../../../domain/platform.ts';
import { readJson, readShape } from '../../../domain/untrusted/json.ts';
import { anyList, anyText, anyTextMap, anyTexts } from '../../../domain/untrusted/shapes.ts';
import type { Command } from '../../process/command.ts';

const listedNode = object({
  Name: anyText,
  Endpoint: anyText,
  Status: anyText,
  Err: anyText,
  Version: anyText,
  DriverOpts: anyTextMap,
  Flags: anyTexts,
  Labels: anyTextMap,
  Platforms: anyTexts,
});
const listedBuilder = object({
  Name: anyText,
  Driver: anyText,
  Err: anyText,
  Current: fallback(optional(boolean()), undefined),
  LastActivity: anyText,
  Nodes: anyList,
});

/**
 * All builders with their nodes, including Docker contexts; requires buildx 0.13. It waits for the slowest node for up to 20 seconds, and
 * holds the lock of buildx's store, so that other calls of buildx wait as long. It fails if a single instance file cannot be read.
 * `current` is available since 0.24. It does not mark pinned platforms, but lists them first.
 */
export function listBuilders(docker: string): Command<readonly Builder[]> {
  return {
    file: docker,
    args: ['buildx', 'ls', '--format', 'json'],
    parse: ({ stdout }) => {
      // buildx 0.13 prints a builder once per node
      const builders = new Map<string, Builder>();
      for (const line of stdout.split('\n')) {
        const builder = readBuilder(readJson(listedBuilder, line));
        if (builder && !builders.has(builder.name)) {
          builders.set(builder.name, builder);
        }
      }
      return [...builders.values()];
    },
  };
}

function readBuilder(value: InferOutput<typeof listedBuilder> | undefined): Builder | undefined {
  if (value?.Name === undefined) {
    return undefined;
  }
  const { Name: name, Driver: driver = '', Err: error, Current: current } = value;
  const lastActivity = time(value.LastActivity);
  return {
    name,
    driver,
    ...(error !== undefined && { error }),
    ...(current !== undefined && { current }),
    ...(lastActivity !== undefined && { lastActivity }),
    nodes: value.Nodes.flatMap((node) => readNode(readShape(listedNode, node)) ?? []),
  };
}

/** A builder that could not be loaded has nameless nodes, which do not count. */
function readNode(value: InferOutput<typeof listedNode> | undefined): BuilderNode | undefined {
  if (value?.Name === undefined) {
    return undefined;
  }
  const { Name: name, Endpoint: endpoint = '', Err: error, Version: version } = value;
  const { DriverOpts: options, Flags: flags, Labels: labels } = value;
  return {
    name,
    endpoint,
    status: value.Status ?? (error === undefined ? 'unknown' : 'error'),
    ...(error !== undefined && { error }),
    ...(version !== undefined && { version }),
    platforms: value.Platforms.flatMap((each) => {
      const parsed = parsePlatform(each);
      return parsed.ok ? [{ platform: parsed.value, pinned: false }] : [];
    }),
    labels,
    ...(Object.keys(options).length > 0 && { options }),
    ...(flags.length > 0 && { flags }),
  };
}

/** Go's zero time, the year 1, means never. */
function time(given: string | undefined): string | undefined {
  return given === undefined || given.startsWith('0001-') || Number.isNaN(Date.parse(given)) ? undefined : given;
}
