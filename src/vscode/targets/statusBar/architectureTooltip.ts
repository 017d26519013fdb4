import type { MarkdownString } from 'vscode';
import { joinMarkdown, md, withCommands } from '../../shared/text/markdown.ts';
import { architectureTexts } from '../texts/architecture.ts';
import type { ArchitectureAction } from './architectureActions.ts';
import type { ArchitectureLines } from './architectureLines.ts';

/** The lines as Markdown with links. Only the links run commands, and only these commands. */
export function architectureTooltip(
  { headline, outcome, builder, judgedBy, clusters }: ArchitectureLines,
  actions: readonly ArchitectureAction[],
): MarkdownString {
  const contexts = clusters.map(({ context, details }) => md`- ${architectureTexts.cluster(context, details)}`);
  const judged = judgedBy === undefined ? [] : [judgedBy];
  const lines = [md`**${headline}**`, ...[...outcome, builder, ...judged].map((line) => md`${line}`)];
  return withCommands(
    joinMarkdown(contexts.length > 0 ? [...lines, joinMarkdown(contexts, '\n')] : lines, '\n\n'),
    actions,
  );
}
