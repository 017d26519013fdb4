import type { SafeText } from '../../../domain/safeText.ts';
import type { Block, NextStep, Report } from './report.ts';
import { reportStyle } from './reportStyle.ts';

/** A report as a page without scripts. Its only links are its next steps; a text from outside is never more than text. */
export function reportHtml({ heading, outcome, next, blocks }: Report, language: string): string {
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(language)}">`,
    '<head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(heading)}</title>`,
    `<style>${reportStyle}</style></head>`,
    '<body><main>',
    `<h1>${escapeHtml(heading)}</h1>`,
    ...(outcome ? [`<p class="outcome ${outcome.tone}">${escapeHtml(outcome.text)}</p>`] : []),
    ...(next.length > 0 ? [`<ul class="next">${next.map((step) => `<li>${link(step)}</li>`).join('')}</ul>`] : []),
    ...blocks.map(blockHtml),
    '</main></body></html>',
  ].join('\n');
}

function link({ label, command, argument }: NextStep): string {
  const called = argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return `<a href="${escapeHtml(`command:${command}${called}`)}">${escapeHtml(label)}</a>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'bullets':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.entries.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${cell(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return [
        // the keyboard reaches columns out of view
        '<div class="wide" tabindex="0"><table><thead><tr>',
        ...block.header.map((name) => `<th scope="col">${escapeHtml(name)}</th>`),
        '</tr></thead><tbody>',
        ...block.rows.map((row) => `<tr>${row.map((each) => `<td>${cell(each)}</td>`).join('')}</tr>`),
        '</tbody></table></div>',
      ].join('');
    case 'code':
      return `<pre tabindex="0">${escapeHtml(block.lines.join('\n'))}</pre>`;
  }
}

/** A digest in a font in which its characters can be compared. */
function cell(text: SafeText): string {
  const escaped = escapeHtml(text);
  return /^sha\d+:[0-9a-f]+$/.test(text) ? `<code>${escaped}</code>` : escaped;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}
