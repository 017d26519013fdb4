import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { WorkerError } from '../../tools/worker/errors.ts';

/**
 * The diagnosis of why something could not be read.
 *
 * @param what was being read: a `file` of the workspace with its `path` on disk, or an `image`
 */
export function diagnoseWorker(
  error: Pick<WorkerError, 'reason' | 'message'>,
  what: { readonly file?: string; readonly path?: string; readonly image?: string } = {},
): DiagnosedError {
  const { reason, message } = error;
  return new DiagnosedError(diagnosisOf('tooComplex', { ...what, reason, detail: message }), message);
}
