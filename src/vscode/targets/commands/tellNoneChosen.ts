import { commands } from 'vscode';
import { commandIds } from '../../commandIds.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { platformActionTexts } from '../texts/clusters.ts';

/** For commands about clusters while none is selected. */
export async function tellNoneChosen(): Promise<void> {
  const choose = platformActionTexts.chooseClusters();
  if ((await showInformation(platformActionTexts.noneChosen(), choose)) === choose) {
    await commands.executeCommand(commandIds.selectClusters);
  }
}
