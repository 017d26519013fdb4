import type { Builder, BuilderNode, NodePlatform } from '../../../domain/builder/builder.ts';
import { parsePlatform } from '../../../domain/platform.ts';
import { flag, option } from '../../process/arguments.ts';
import type { Command } from '../../process/command.ts';

/**
 * One builder with its nodes: the named or the current one. There is no JSON output (docker/buildx#381), but only this command marks pinned
 * platforms, and names the current builder in every version.
 *
 * @param timeout for its nodes, such as `4s`, instead of 20 seconds; requires buildx 0.32
 */
export function inspectBuilder(docker: string, name?: string, bootstrap = false, timeout?: string): Command<Builder> {
  return {
    file: docker,
    args: [
      ...['buildx', 'inspect', ...flag('--bootstrap', bootstrap), ...option('--timeout', timeout)],
      ...(name === undefined ? [] : ['--', name]),
    ],
    parse: ({ stdout }) => parseInspect(stdout),
  };
}

/** Parses the `Key: value` blocks with any keys; labels are the indented lines below `Labels:`. */
function parseInspect(text: string): Builder {
  const [head = '', ...rest] = text.split(/^Nodes:[ \t]*\r?\n/m);
  const builder = fields(head);
  return {
    name: builder.get('Name') ?? '',
    driver: builder.get('Driver') ?? '',
    ...(builder.has('Error') && { error: builder.get('Error') ?? '' }),
    nodes: rest
      .join('')
      .split(/^(?=Name:)/m)
      .filter((block) => block.startsWith('Name:'))
      .map(parseNode),
  };
}

function parseNode(block: string): BuilderNode {
  const node = fields(block);
  const error = node.get('Error');
  const version = node.get('BuildKit version') ?? node.get('Buildkit');
  return {
    name: node.get('Name') ?? '',
    endpoint: node.get('Endpoint') ?? '',
    status: node.get('Status') ?? (error === undefined ? 'unknown' : 'error'),
    ...(error !== undefined && { error }),
    ...(version !== undefined && { version }),
    platforms: platforms(node.get('Platforms') ?? ''),
    labels: labels(block),
  };
}

function fields(block: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [key, value] = keyAndValue(line);
    if (value !== undefined && /^\S/.test(key) && !found.has(key)) {
      found.set(key, value);
    }
  }
  return found;
}

function platforms(list: string): NodePlatform[] {
  return list.split(',').flatMap((entry) => {
    const pinned = entry.trim().endsWith('*');
    const parsed = parsePlatform(entry.trim().replace(/\*$/, ''));
    return parsed.ok ? [{ platform: parsed.value, pinned }] : [];
  });
}

function labels(block: string): Record<string, string> {
  const lines = block.split('\n');
  const below = lines.slice(1 + lines.findIndex((line) => line.trimEnd() === 'Labels:'));
  const end = below.findIndex((line) => !/^[ \t]/.test(line));
  const entries = (below.length === lines.length ? [] : below.slice(0, end < 0 ? undefined : end))
    .map(keyAndValue)
    .flatMap(([key, value]) => (value === undefined ? [] : [[key.trim(), value] as const]));
  return Object.fromEntries(entries);
}

/** The key is unchanged, the value is trimmed. */
function keyAndValue(line: string): readonly [string, string | undefined] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, undefined] : [line.slice(0, colon), line.slice(colon + 1).trim()];
}
