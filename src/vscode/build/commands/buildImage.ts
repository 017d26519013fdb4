import { Uri } from 'vscode';
import type { BuildFlow } from '../buildFlow.ts';

/** `Build Multi-Arch Image…`: from the palette, or for the selected file in the explorer or editor. */
export function buildImage(flow: BuildFlow) {
  return (source?: unknown) => flow.ask(source instanceof Uri ? { source } : undefined);
}
