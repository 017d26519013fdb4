import assert from 'node:assert/strict';
import { safeText } from '../../../../src/domain/safeText.ts';
import { codeOf, type Report } from '../../../../src/vscode/shared/report/report.ts';
import { reportHtml } from '../../../../src/vscode/shared/report/reportHtml.ts';
import { reportMarkdown } from '../../../../src/vscode/shared/report/reportMarkdown.ts';

const hostile = safeText(`<a href="command:x">'[y](command:z)&`);

const report: Report = {
  heading: hostile,
  outcome: { text: hostile, tone: 'bad' },
  next: [{ label: hostile, command: 'multiarch.verifyImage', argument: { kind: 'reported', id: hostile } }],
  blocks: [
    { kind: 'heading', text: hostile },
    { kind: 'paragraph', text: hostile },
    { kind: 'bullets', items: [hostile] },
    { kind: 'facts', entries: [[hostile, hostile]] },
    { kind: 'table', header: [hostile], rows: [[hostile]] },
    codeOf(`${hostile}\n  \u202e\x1b[31m"b"`),
  ],
};

describe('a report as a page', () => {
  it('attack: a text from outside becomes a link, an element or a script', () => {
    const page = reportHtml(report, 'en');
    const tags = [...page.matchAll(/<(\w+)([^>]*)>/g)];
    assert.deepEqual(
      tags
        .filter(([, name]) => ['a', 'script', 'img', 'iframe', 'form'].includes(name ?? ''))
        .map(([, , rest]) => rest),
      [
        ` href="command:multiarch.verifyImage?${encodeURIComponent(JSON.stringify([report.next[0]!.argument])).replaceAll("'", '&#39;')}"`,
      ],
    );
    assert.ok(!page.includes(hostile));
    assert.ok(!page.includes('\u202e') && !page.includes('\x1b'));
  });

  it('forbids scripts, resources and requests', () => {
    assert.match(reportHtml(report, 'en'), /content="default-src 'none'; style-src 'unsafe-inline'"/);
  });

  it('shows a digest as code, and keeps the indentation of a document', () => {
    const page = reportHtml(
      {
        heading: safeText('app:1'),
        next: [],
        blocks: [
          { kind: 'table', header: [safeText('Digest')], rows: [[safeText(`sha256:${'a'.repeat(64)}`)]] },
          codeOf('{\n  "a": 1\n}\n'),
        ],
      },
      'en',
    );
    assert.ok(page.includes(`<td><code>sha256:${'a'.repeat(64)}</code></td>`));
    assert.ok(page.includes('<pre tabindex="0">{\n  &quot;a&quot;: 1\n}</pre>'));
    assert.ok(!page.includes('class="next"'));
  });
});

describe('a report as Markdown', () => {
  it('has no commands, and fences that a document does not contain', () => {
    const text = reportMarkdown({
      heading: safeText('app:1'),
      next: report.next,
      blocks: [codeOf('a\n```\nb\n'), { kind: 'paragraph', text: safeText('end') }],
    });
    assert.equal(text, '# app:1\n\n````\na\n```\nb\n````\n\nend\n');
  });
});
