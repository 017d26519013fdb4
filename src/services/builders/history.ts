import { homedir } from 'node:os';
import path from 'node:path';
import type { BuildRecord, BuildRecordDetails } from '../../domain/builder/buildRecord.ts';
import { historyLog, inspectHistory, listHistory, removeHistory } from '../../tools/buildx/history.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';

/** The first Buildx with `history`: major and minor. */
export const historySince = [0, 20] as const;

/** The builds that a builder remembers; requires Buildx 0.20. All methods but `support` start the builder, as Buildx does. */
export interface BuildHistory {
  /** Whether the installed Buildx supports it; otherwise its version and the required one. */
  support(
    signal?: AbortSignal,
  ): Promise<
    { readonly supported: true } | { readonly supported: false; readonly needs: string; readonly found: string }
  >;
  /** Newest first. */
  list(builder: string, signal?: AbortSignal): Promise<readonly BuildRecord[]>;
  details(builder: string, ref: string, signal?: AbortSignal): Promise<BuildRecordDetails>;
  /** Its log as plain text. */
  log(builder: string, ref: string, signal?: AbortSignal): Promise<string>;
  remove(builder: string, ref: string, signal?: AbortSignal): Promise<void>;
}

export function createBuildHistory(runner: Runner, environment: Environment): BuildHistory {
  return {
    async support(signal) {
      const version = await environment.buildx(signal);
      return atLeast(version, ...historySince)
        ? { supported: true }
        : { supported: false, needs: historySince.join('.'), found: version?.text ?? '' };
    },
    async list(builder, signal) {
      const records = await runner.run(listHistory(await environment.docker(), builder), { signal });
      return [...records].sort((a, b) => (b.startedAt ?? Infinity) - (a.startedAt ?? Infinity));
    },
    async details(builder, ref, signal) {
      // buildx resolves paths against its working directory
      const directory = path.parse(homedir()).root;
      const details = await runner.run(inspectHistory(await environment.docker(), builder, ref), { signal, directory });
      const { context } = details;
      return context === undefined || isRemote(context)
        ? details
        : { ...details, context: path.resolve(directory, context) };
    },
    log: async (builder, ref, signal) => runner.run(historyLog(await environment.docker(), builder, ref), { signal }),
    remove: async (builder, ref, signal) =>
      runner.run(removeHistory(await environment.docker(), builder, [ref]), { signal }),
  };
}

/** A build context that is not a folder: the address of a repository or archive, or standard input. */
function isRemote(context: string): boolean {
  return context === '-' || /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(context);
}
