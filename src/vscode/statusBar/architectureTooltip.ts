import { MarkdownString } from 'vscode';
import { architectureTexts } from '../texts/architecture.ts';
import { escaped } from '../views/builders/treeItem.ts';
import type { ArchitectureAction } from './architectureActions.ts';
import type { ArchitectureLines } from './architectureLines.ts';

/** The lines as Markdown with links. Only the links run something, and only these commands. */
export function architectureTooltip(
  { headline, outcome, builder, clusters }: ArchitectureLines,
  actions: readonly ArchitectureAction[],
): MarkdownString {
  const contexts = clusters.map(({ context, details }) => `- ${text(architectureTexts.cluster(context, details))}`);
  const links = actions.map(
    ({ label, icon, command }) => `[$(${icon})\u00a0${label.replaceAll(' ', '\u00a0')}](command:${command})`,
  );
  const made = new MarkdownString(
    [
      `**${text(headline)}**`,
      ...outcome.map(text),
      text(builder),
      ...(contexts.length > 0 ? [contexts.join('\n')] : []),
      '---',
      linkLines(links),
    ].join('\n\n'),
    true,
  );
  made.isTrusted = { enabledCommands: actions.map(({ command }) => command) };
  return made;
}

/** Two in a line: a line that is too long would be broken between an icon and its words. */
function linkLines(links: readonly string[]): string {
  return links.map((link, index) => (index % 2 === 1 ? `&nbsp; ${link}  \n` : link)).join(' ');
}

/** Icons are looked for after Markdown has taken its backslashes away. */
function text(line: string): string {
  return escaped(line).replaceAll('\\$\\(', '\\$\u200b\\(');
}
