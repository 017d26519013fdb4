import { commands, type Memento } from 'vscode';
import { joinText } from '../../../domain/safeText.ts';
import { commandIds } from '../../commandIds.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { dateText } from '../../shared/text/measures.ts';
import { architectureLines } from './architectureLines.ts';
import type { ArchitectureStatus } from './status.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';

const shownKey = 'statusBar:mismatchShown';
const neverKey = 'statusBar:neverTellOfMismatch';

/** Shows a notification about a mismatch: once per workspace, and never again if the user declines. */
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
  const chosen = await showWarning(joinText([headline, ...outcome], ' '), build, never);
  if (chosen === build) {
    await commands.executeCommand(commandIds.buildForCluster);
  } else if (chosen === never) {
    await globalState.update(neverKey, true);
  }
}
