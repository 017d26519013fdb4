import { commands, type Disposable } from 'vscode';
import type { BuildMemory } from './memory.ts';

/** Completes the walkthrough's step about builds after a verified push. VS Code remembers that, so later windows need not repeat it. */
export function followWalkthrough(memory: Pick<BuildMemory, 'onDidVerify'>): Disposable {
  return memory.onDidVerify(() => void commands.executeCommand('setContext', 'multiarch.verified', true));
}
