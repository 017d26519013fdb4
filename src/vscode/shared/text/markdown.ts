import { MarkdownString } from 'vscode';
import { highestOf } from '../../../domain/untrusted/extremes.ts';
import type { SafeText } from '../../../domain/safeText.ts';

/** Trusted Markdown with escaped texts. Created by `md` only. */
class EscapedMarkdown {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export type Markdown = EscapedMarkdown;

/** A trusted template: `` md`**${text}**` `` escapes its texts, and keeps its Markdown. */
export function md(strings: TemplateStringsArray, ...pieces: readonly (SafeText | number | Markdown)[]): Markdown {
  return new EscapedMarkdown(strings.reduce((all, each, index) => `${all}${piece(pieces[index - 1])}${each}`));
}

export function joinMarkdown(parts: readonly Markdown[], between: '\n\n' | '\n' | ' ' | ', '): Markdown {
  return new EscapedMarkdown(parts.map(({ value }) => value).join(between));
}

function piece(value: SafeText | number | Markdown | undefined): string {
  return value instanceof EscapedMarkdown
    ? value.value
    : typeof value === 'string'
      ? escapeMarkdown(value)
      : String(value);
}

/**
 * Escapes a text for Markdown with GFM, HTML, autolinks and the math of VS Code's preview. Characters without a meaning in their position
 * are kept, because reports are also read as plain text.
 */
function escapeMarkdown(text: SafeText): string {
  return text
    .replace(/[\\`*[\]<>&|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(?:[#+=-]|\d+[.)](?=\s|$))/, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`)
    .replace(/(?<=\s)#(?=#*$)/, '\\#')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|@(?=[\w-]+\.)/gi, '\\$&');
}

/** A table with aligned columns, which is also readable as plain text. */
export function table(header: readonly SafeText[], rows: readonly (readonly SafeText[])[]): Markdown {
  const cells = [header, ...rows].map((row) => row.map(escapeMarkdown));
  const widths = header.map((_, column) => highestOf([3, ...cells.map((row) => row[column]?.length ?? 0)]) ?? 3);
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return new EscapedMarkdown(
    [line(first), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...others.map(line)].join('\n'),
  );
}

/** A text as it is, between fences that it does not contain. */
export function codeBlock(text: string): Markdown {
  const longest = highestOf((text.match(/`+/g) ?? []).map(({ length }) => length)) ?? 0;
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return new EscapedMarkdown(`${fence}\n${text}\n${fence}`);
}

/** Plain lines as a tooltip; the first one is the title. */
export function tooltip([title, ...rest]: readonly SafeText[]): MarkdownString {
  const lines = [
    ...(title ? [md`**${title}**`] : []),
    ...rest.filter((line) => line !== '').map((line) => md`${line}`),
  ];
  return new MarkdownString(joinMarkdown(lines, '\n\n').value);
}

/** The command of a tooltip's link. */
interface CommandLink {
  readonly label: SafeText;
  /** Name of a codicon. */
  readonly icon: string;
  readonly command: string;
}

/** A tooltip with links below it. Only these links run commands, and only these commands. */
export function withCommands(text: Markdown, links: readonly CommandLink[]): MarkdownString {
  const below = links.map(
    ({ label, icon, command }) =>
      `[$(${icon})\u00a0${escapeMarkdown(label).replaceAll(' ', '\u00a0')}](command:${command})`,
  );
  const made = new MarkdownString(`${noIcons(text)}\n\n---\n\n${linkLines(below)}`, true);
  made.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return made;
}

/** Two per line: a longer line could break between an icon and its text. */
function linkLines(links: readonly string[]): string {
  return links.map((link, index) => (index % 2 === 1 ? `&nbsp; ${link}  \n` : link)).join(' ');
}

/** VS Code looks for icons after Markdown has removed backslashes. */
function noIcons({ value }: Markdown): string {
  return value.replaceAll('$(', '$\u200b(');
}
