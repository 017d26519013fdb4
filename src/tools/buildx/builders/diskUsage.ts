import { parseSize, type DiskUsage } from '../../../domain/builder/diskUsage.ts';
import { flag } from '../../process/arguments.ts';
import type { Command } from '../../process/command.ts';

/**
 * The size of a builder's cache. The table and its totals are the same in all versions; the JSON of 0.28 and newer has no totals and
 * rounded sizes (buildx commands/diskusage.go).
 */
export function diskUsage(docker: string, builder: string): Command<DiskUsage> {
  return {
    file: docker,
    args: ['buildx', 'du', '--builder', builder],
    parse: ({ stdout }) => ({
      total: sum(stdout, 'Total'),
      reclaimable: sum(stdout, 'Reclaimable'),
      entries: stdout.split('\n').filter((line) => /^\S+\s+(true|false)\s/.test(line)).length,
    }),
  };
}

/** Removes build cache; resolves to the number of bytes freed. `all` includes frontends and other images that BuildKit keeps for itself. */
export function pruneCache(docker: string, builder: string, all: boolean): Command<number> {
  return {
    file: docker,
    args: ['buildx', 'prune', '--builder', builder, '--force', ...flag('--all', all)],
    parse: ({ stdout }) => sum(stdout, 'Total'),
  };
}

function sum(table: string, name: string): number {
  const found = new RegExp(`^${name}:[ \\t]*(\\S+)`, 'm').exec(table)?.[1] ?? '';
  return parseSize(found) ?? 0;
}
