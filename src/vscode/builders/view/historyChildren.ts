import type { SafeText } from '../../../domain/safeText.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { BuildHistory } from '../../../services/builders/history.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { historyTexts } from '../texts/history.ts';
import type { BuildersElement, HistoryElement, RecordElement } from './elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';
import { isAsked } from '../../../domain/builder/abilities.ts';
import { recordTooltip } from './items/recordItem.ts';

export interface HistoryChildrenDeps {
  readonly history: Pick<BuildHistory, 'support' | 'list'>;
  readonly explain: (error: unknown) => DiagnosedError;
}

/** Number of rows to show; older builds are available in other tools. */
const most = 30;

/** The rows below a builder's history: its newest builds, or why they cannot be shown; the previous ones during a query. Never rejects. */
export function createHistoryChildren({ history, explain }: HistoryChildrenDeps) {
  const shown = new Map<string, readonly BuildersElement[]>();
  return async ({ builder }: HistoryElement): Promise<readonly BuildersElement[]> => {
    const former = shown.get(builder.name);
    if (former && isAsked(builder)) {
      return former;
    }
    const rows = await rowsOf(builder);
    shown.set(builder.name, rows);
    return rows;
  };

  async function rowsOf(builder: Builder): Promise<readonly BuildersElement[]> {
    try {
      const support = await history.support();
      if (!support.supported) {
        return [message(historyTexts.needsBuildx(support.needs, support.found))];
      }
      // buildx would start the nodes that are not running
      if (builder.nodes.some(({ status }) => status !== 'running')) {
        return [message(historyTexts.notRunning())];
      }
      const records = await history.list(builder.name);
      const rest = records.length - most;
      return [
        ...records.slice(0, most).map((record) => ({ kind: 'record', builder, record }) as const),
        ...(records.length === 0 ? [message(historyTexts.empty())] : []),
        ...(rest > 0 ? [{ ...message(historyTexts.more(rest)), icon: 'ellipsis' }] : []),
      ];
    } catch (error) {
      const { message: text, advice } = failureText(explain(error).diagnosis);
      return [{ kind: 'message', text, icon: 'error', tooltip: [text, advice].filter(Boolean).join(' ') }];
    }
  }
}

/** The tooltip of a record, read on hover: the platforms require a process per record. Never rejects. */
export function createRecordTooltip(history: Pick<BuildHistory, 'details'>) {
  return async (element: RecordElement, signal?: AbortSignal): Promise<readonly SafeText[]> => {
    const details = await history.details(element.builder.name, element.record.ref, signal).catch(() => undefined);
    return recordTooltip(element, details);
  };
}

function message(text: string): MessageElement {
  return { kind: 'message', text };
}
