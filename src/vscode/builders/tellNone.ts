import { commands } from 'vscode';
import type { SafeText } from '../../domain/safeText.ts';
import { commandIds } from '../commandIds.ts';
import { showInformation } from '../shared/dialogs/messages.ts';
import { actionTexts } from './texts/builders.ts';

/** Says that no builder is suitable, and offers to set one up. */
export async function tellNone(message: SafeText): Promise<void> {
  const setUp = actionTexts.setUp();
  if ((await showInformation(message, setUp)) === setUp) {
    await commands.executeCommand(commandIds.builder.setUp);
  }
}
