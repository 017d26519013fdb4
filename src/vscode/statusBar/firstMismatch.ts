import { commands, type Memento, window } from 'vscode';
import { commandIds } from '../commandIds.ts';
import { noLinks } from '../plain.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { dateText } from '../texts/builders.ts';
import { architectureLines } from './architectureLines.ts';
import type { ArchitectureStatus } from './status.ts';

const shownKey = 'statusBar:mismatchShown';
const neverKey = 'statusBar:neverTellOfMismatch';

/** Tells of a mismatch in words: once in a workspace, and nowhere any more when the user says so. */
export function createFirstMismatch(workspaceState: Memento, globalState: Memento) {
  return (status: ArchitectureStatus): void => {
    if (workspaceState.get(shownKey) === true || globalState.get(neverKey) === true) {
      return;
    }
    void workspaceState.update(shownKey, true);
    void tell(status, globalState);
  };
}

async function tell(status: ArchitectureStatus, globalState: Memento): Promise<void> {
  const { headline, outcome } = architectureLines(status, dateText);
  const build = { title: architectureTexts.actions.build() };
  const never = { title: architectureTexts.dontShowAgain() };
  const chosen = await window.showWarningMessage(noLinks([headline, ...outcome].join(' ')), build, never);
  if (chosen === build) {
    await commands.executeCommand(commandIds.buildForCluster);
  } else if (chosen === never) {
    await globalState.update(neverKey, true);
  }
}
