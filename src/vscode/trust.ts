import { workspace } from 'vscode';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';

/**
 * Throws in an untrusted workspace. Menus and palette do not offer our commands there, but other extensions and shortcuts can call them.
 */
export function requireTrust(): void {
  if (!workspace.isTrusted) {
    throw new DiagnosedError(diagnosisOf('untrusted'));
  }
}
