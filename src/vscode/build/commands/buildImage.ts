import { Uri } from 'vscode';
import type { BuildFlow } from '../buildFlow.ts';

/** `Build Multi-Arch Image…`: from the palette, or for the file that was clicked in the explorer or is open in the editor. */
export function buildImage(flow: BuildFlow) {
  return (source?: unknown) => flow.ask(source instanceof Uri ? { source } : undefined);
}
