import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import assert from 'node:assert/strict';
import { safeLines, safeText, text } from '../../../../src/domain/safeText.ts';
import { cleanLine } from '../../../../src/domain/terminalText/clean.ts';
import { withIcon } from '../../../../src/vscode/shared/text/icons.ts';
import { l10n } from '../../../../src/vscode/shared/l10n.ts';
import { md, table, tooltip } from '../../../../src/vscode/shared/text/markdown.ts';
import { itemOf } from '../../../../src/vscode/shared/picks/picks.ts';
import { treeItem } from '../../../../src/vscode/shared/tree/item.ts';
import { notified } from '../../../support/notified.ts';

/** Significant texts, more often than by chance. */
const outside = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[', '](', '] (', ')', 'command:x', '![', '<', '>', '<img src=x>', '&lt;', '&#91;', '`', '```', '~~~', '**', '__', '_',
        '$(', '$(zap)', '$', '|', '\\', '#', '# ', '- ', '+ ', '1. ', '1) ', '===', '---', '> ', '://', 'https://evil.test',
        'http://evil.test/a', 'www.evil.test', 'me@evil.test', '\n', '\r', '\t', ' ', '    ', '\u2028', '\u0085', '{0}', '{1}',
        '\x1b[31m', '\x1b]0;x\x07', '\u202e', '\u200b', '\u200d', '\ufe0f', '\u00ad', '\u{e0041}', '\ud83d', '\udc00', 'é', 'a',
      ), // prettier-ignore
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const holds = (check: (text: string) => void) => {
  fc.assert(fc.property(outside, check), { numRuns: 1000 });
};

/** A line without invisible characters; `own` are those inserted by our own escaping. */
function isPlain(shown: string, own = ''): void {
  const rest = own === '' ? shown : shown.replaceAll(own, '');
  assert.doesNotMatch(rest, /[\p{Cc}\p{Cs}\u2028-\u202e\u2800]|(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/u);
}

/** The elements of a document in VS Code's Markdown preview, by kind. */
function rendered(source: string): { readonly kinds: readonly string[]; readonly text: string } {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.linkify.set({ fuzzyLink: false });
  type Tokens = ReturnType<typeof markdown.parse>;
  const flat = (tokens: Tokens): Tokens => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
  const all = flat(markdown.parse(source, {}));
  return {
    kinds: [...new Set(all.map(({ type }) => type))],
    text: all
      .filter(({ type }) => type === 'text' || type === 'text_special')
      .map(({ content }) => content)
      .join(''),
  };
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

describe('text from outside, whatever it is', () => {
  it('attack: hides characters of a name (every character that Unicode says is not shown)', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (/\p{Default_Ignorable_Code_Point}|[\u2800\u2028-\u202e]/u.test(character)) {
        assert.equal(cleanLine(`a${character}b`), 'ab', code.toString(16));
      }
    }
  });

  it('attack: ends the line, or hides what follows', () => {
    holds((words) => {
      isPlain(safeText(words));
      isPlain(l10n.t('{0} is {1}.', words, 'there'));
      isPlain(text`${words}: ${words}`);
      safeLines([words]).forEach((line) => {
        isPlain(line);
      });
    });
  });

  it('is made safe once and for all', () => {
    holds((words) => {
      const once = safeText(words);
      assert.equal(safeText(once), once);
    });
  });

  it('attack: pushes what we say out of sight', () => {
    fc.assert(
      fc.property(outside, fc.integer({ min: 0, max: 100_000 }), (words, times) => {
        const said = l10n.t('{0} is {1}.', words.repeat(Math.ceil(times / (words.length + 1))), 'there');
        assert.ok(said.length < 520);
        assert.ok(said.endsWith('is there.'), said);
      }),
      { numRuns: 200 },
    );
  });

  it('attack: becomes a link of a notification', () => {
    holds((words) => {
      const shown = notified(text`${words}${words}`);
      assert.doesNotMatch(shown, /\]\s*\(/);
      isPlain(shown);
    });
  });

  it('attack: becomes an icon of a row, a pick or the status bar', () => {
    holds((words) => {
      const safe = safeText(words);
      const row = { label: safe, description: safe, detail: safe };
      const { label, description } = treeItem(row);
      const item = itemOf(row);
      for (const shown of [label, description, item.label, item.description, item.detail, withIcon(undefined, safe)]) {
        assert.ok(typeof shown === 'string');
        assert.doesNotMatch(shown, /\$\(/);
        isPlain(shown, '\u200b');
      }
      assert.equal(withIcon('check', safe).split('$(').length, 2);
    });
  });

  it('attack: becomes Markdown of a tooltip', () => {
    holds((words) => {
      const { kinds, text: shown } = rendered(tooltip([safeText(words), safeText(words)]).value);
      const allowed = [
        'paragraph_open',
        'paragraph_close',
        'inline',
        'text',
        'text_special',
        'strong_open',
        'strong_close',
      ];
      assert.deepEqual(
        kinds.filter((kind) => !allowed.includes(kind)),
        [],
      );
      assert.equal(shown.replaceAll(' ', ''), `${safeText(words)}${safeText(words)}`.replaceAll(' ', ''));
    });
  });

  it('attack: becomes Markdown of a report', () => {
    holds((words) => {
      const safe = safeText(words);
      assert.equal(squeezed(rendered(md`- ${safe}: x`.value).text), squeezed(`${safe}: x`));
      const { kinds, text: shown } = rendered(
        `${md`# ${safe}`.value}\n\n${md`- ${safe}`.value}\n\n${table([safe], [[safe]]).value}`,
      );
      const forbidden = kinds.filter((kind) =>
        /^(link|image|html|code|fence|em_|strong|s_|blockquote|hr|ordered|entity|hardbreak|softbreak)/.test(kind),
      );
      assert.deepEqual(forbidden, []);
      assert.equal(shown.replaceAll(' ', ''), safe.repeat(4).replaceAll(' ', ''));
    });
  });
});
