import { codeBlock, joinMarkdown, md, table, type Markdown } from '../text/markdown.ts';
import type { Block, Report } from './report.ts';

/** A report as Markdown, without its next steps, which only work here. */
export function reportMarkdown({ heading, outcome, blocks }: Report): string {
  const parts = [md`# ${heading}`, ...(outcome ? [md`**${outcome.text}**`] : []), ...blocks.map(blockMarkdown)];
  return `${joinMarkdown(parts, '\n\n').value}\n`;
}

function blockMarkdown(block: Block): Markdown {
  switch (block.kind) {
    case 'heading':
      return md`## ${block.text}`;
    case 'paragraph':
      return md`${block.text}`;
    case 'bullets':
      return joinMarkdown(
        block.items.map((item) => md`- ${item}`),
        '\n',
      );
    case 'facts':
      return joinMarkdown(
        block.entries.map(([name, value]) => md`- ${name}: ${value}`),
        '\n',
      );
    case 'table':
      return table(block.header, block.rows);
    case 'code':
      return codeBlock(block.lines.join('\n'));
  }
}
