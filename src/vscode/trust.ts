import { workspace } from 'vscode';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';

/** Throws in an untrusted workspace. Menus and palette are without our commands there; other extensions and shortcuts are not. */
export function requireTrust(): void {
  if (!workspace.isTrusted) {
    throw new DiagnosedError(diagnosisOf('untrusted'));
  }
}
