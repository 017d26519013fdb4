import { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { Log } from '../../log.ts';
import { failureText } from './diagnosisTexts.ts';
import type { ShowError } from './showError.ts';

/** Reports unreadable workspace files: each in the log, all of them in one notification. */
export function createTellUnread(log: Pick<Log, 'error'>, showError: () => ShowError) {
  return (problems: readonly DiagnosedError[]): void => {
    for (const { diagnosis } of problems) {
      log.error(failureText(diagnosis).message);
    }
    const [first, ...others] = problems;
    if (first) {
      const { code, remedies, params } = first.diagnosis;
      const more = others.length > 0 ? { others: String(others.length) } : {};
      void showError()(new DiagnosedError({ code, remedies, params: { ...params, ...more } }));
    }
  };
}
