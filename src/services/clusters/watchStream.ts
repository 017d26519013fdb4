import type { ClusterEvidence } from '../../domain/diagnosis/diagnoseCluster.ts';
import { watchObjects, type WatchEvent } from '../../tools/kubectl/watch.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import { addWords, evidenceOf, type ClusterAccess, type OpenContext } from './access.ts';

/** Seconds to follow a rollout. A Deployment itself gives up after ten minutes. */
const longest = 15 * 60;
/** Additional milliseconds for kubectl itself to end. */
const slack = 20_000;

/** Runs a watch to its end. Resolves to why it cannot continue; undefined if it was aborted with the signal. */
export type WatchStream = (
  path: string,
  selection: Parameters<typeof watchObjects>[3],
  seen: (event: WatchEvent) => void,
) => Promise<ClusterEvidence | undefined>;

export function createWatchStream(
  { runner, override }: Pick<ClusterAccess, 'runner' | 'override'>,
  { kubectl, target }: OpenContext,
  signal: AbortSignal,
): WatchStream {
  return async (path, selection, seen) => {
    const call = watchObjects(kubectl, target, path, selection, longest);
    const read = call.reader();
    const broken = new AbortController();
    let words = '';
    let refused = '';
    try {
      await runner.stream(
        { ...call, env: override() },
        {
          signal: AbortSignal.any([signal, broken.signal]),
          timeout: longest * 1000 + slack,
          onStdout: (chunk) => {
            try {
              for (const event of read(chunk)) {
                if (event.type === 'ERROR') {
                  refused = typeof event.object.message === 'string' ? event.object.message : '';
                } else {
                  seen(event);
                }
              }
            } catch (error) {
              refused = error instanceof Error ? error.message : '';
              broken.abort();
            }
          },
          onStderr: (chunk) => {
            words = addWords(words, chunk);
          },
        },
      );
      return { words: words === '' ? refused : words, about: 'rollout' };
    } catch (error) {
      if (broken.signal.aborted && !signal.aborted) {
        return { words: refused, about: 'rollout' };
      }
      return isCancelled(error) ? undefined : { ...evidenceOf(error, words), about: 'rollout' };
    }
  };
}
