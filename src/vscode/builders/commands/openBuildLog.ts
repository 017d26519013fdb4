import type { BuildHistory } from '../../../services/builders/history.ts';
import type { ReadOnlyDocuments } from '../../shared/dialogs/readOnlyDocuments.ts';
import { historyTexts } from '../texts/history.ts';
import type { RecordElement } from '../view/elements.ts';
import { recordName } from '../view/items/recordItem.ts';
import type { BuilderCommand } from './deps.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

export interface OpenBuildLogDeps {
  readonly history: Pick<BuildHistory, 'log'>;
  readonly documents: Pick<ReadOnlyDocuments, 'show'>;
}

/** `Open Build Log`, for a build in the history. */
export function openBuildLog(deps: OpenBuildLogDeps): BuilderCommand {
  return async (element) => {
    if (element?.kind === 'record') {
      await showBuildLog(deps, element);
    }
  };
}

/** Shows the log as a read-only document. @param at finds the line to reveal, counted from 0 */
export async function showBuildLog(
  { history, documents }: OpenBuildLogDeps,
  { builder, record }: RecordElement,
  at?: (lines: readonly string[]) => number,
): Promise<void> {
  const name = recordName(record);
  const text = await withProgress(historyTexts.reading(name), (signal) =>
    history.log(builder.name, record.ref, signal),
  );
  if (text !== undefined) {
    // builds with the same name differ in the end of their reference
    const file = `${name.replaceAll('/', '-')} ${record.ref.split('/').at(-1)?.slice(0, 8) ?? ''}.log`;
    await documents.show(file, text === '' ? historyTexts.emptyLog() : text, at?.(text.split('\n')));
  }
}
