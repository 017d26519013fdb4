import assert from 'node:assert/strict';
import { safeText } from '../../../src/domain/safeText.ts';
import { cleanLine } from '../../../src/domain/terminalText/clean.ts';
import type { Pod } from '../../../src/domain/workload/workload.ts';
import { troubleSentence } from '../../../src/vscode/workloads/troubleTexts.ts';
import { noIcons } from '../../../src/vscode/shared/text/icons.ts';
import { treeItem } from '../../../src/vscode/shared/tree/item.ts';
import { architectureTooltip } from '../../../src/vscode/targets/statusBar/architectureTooltip.ts';
import { failureText } from '../../../src/vscode/shared/errors/diagnosisTexts.ts';
import { notified } from '../../support/notified.ts';

/** Direction marks and invisible characters. */
const unseen =
  '\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff' +
  '\u00ad\u034f\u115f\u1160\u17b4\u180e\u2800\u3164\ufe0f\uffa0\u{e0001}\u{e0061}\u{e007f}\u{e0100}';
const hostile = `a${unseen}b\u0007\u001b[31mc\u001b]0;owned\u0007 $(zap) [d](command:e) [f] (command:g)`;
function isClean(text: string): void {
  // the character that we insert into `$(` does not count
  const own = text.replaceAll('$\u200b', '$');
  assert.doesNotMatch(own, /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028-\u202e\u2800]/u);
}

describe('texts from elsewhere', () => {
  it('attack: lose what turns or hides the rest of a line, and keep what letters and pictures are joined with', () => {
    assert.equal(cleanLine(`x${unseen}y`), 'xy');
    for (const kept of ['שלום', 'می\u200cخواهم', '👩\u200d💻', 'naïve', '日本', '𝒳']) {
      assert.equal(cleanLine(kept), kept);
    }
  });

  it('attack: hides letters behind joiners, half characters and tags', () => {
    assert.equal(safeText('ad\u200dm\u200cin'), 'admin');
    assert.equal(safeText(`é${'\u200d'.repeat(1000)}é`), 'é\u200dé');
    assert.equal(safeText('a\ud800b\udc00c'), 'a\ufffdb\ufffdc');
    assert.equal(safeText(`x${'\u{e0041}'.repeat(20)}y`), 'xy');
  });

  it('attack: pushes the rest of a sentence out of sight', () => {
    assert.equal(safeText('a'.repeat(10), 5), 'aaaaa…');
    assert.equal(safeText(`a${'\u00ad'.repeat(100_000)}b`, 5), 'a…');
    assert.equal(safeText('one\r\n\u2028two\tthree\u0085four'), 'one two three four');
  });

  it('show no icons and nothing unseen in picks and rows', () => {
    isClean(noIcons(safeText(hostile)));
    assert.doesNotMatch(noIcons(safeText(hostile)), /\$\(/);
    const { label, description } = treeItem({
      label: safeText(hostile),
      description: safeText(hostile),
      contextValue: 'x',
    });
    isClean(typeof label === 'string' ? label : '\u0007');
    isClean(typeof description === 'string' ? description : '\u0007');
  });

  it('run nothing out of a tooltip', () => {
    const lines = {
      headline: safeText(hostile),
      outcome: [hostile, '<a href="command:x">y</a>', 'https://evil.test www.evil.test'].map((line) => safeText(line)),
      builder: safeText(hostile),
      clusters: [
        { context: `\n- [x](command:y)\n${hostile}`, details: safeText('`code` ![i](https://evil.test/i.png)') },
      ],
    };
    const { value, isTrusted } = architectureTooltip(lines, [
      { label: safeText('Build'), icon: 'rocket', command: 'mine' },
    ]);
    assert.deepEqual(isTrusted, { enabledCommands: ['mine'] });
    const links = [...value.matchAll(/(?<!\\)\]\((?<target>[^)]*)\)/g)].map(({ groups }) => groups?.target);
    assert.deepEqual(links, ['command:mine']);
    assert.doesNotMatch(value, /(?<!\\)</);
    assert.equal([...value.matchAll(/\$\(/g)].length, 1);
  });

  it('become no links in notifications', () => {
    const pod = { name: 'web-1' } as Pod;
    const linked = /\]\s*\(/;
    for (const kind of ['crashes', 'notPulled', 'unschedulable', 'other'] as const) {
      const sentence = notified(troubleSentence(pod, { kind, reason: hostile, message: hostile, again: false }));
      assert.doesNotMatch(sentence, linked, kind);
      isClean(sentence);
    }
    const { message, advice } = failureText({
      code: 'clusterUnreachable',
      params: { context: hostile, server: hostile, detail: hostile },
      remedies: [],
    });
    for (const text of [message, advice ?? safeText(''), safeText(hostile)].map(notified)) {
      assert.doesNotMatch(text, linked);
      isClean(text);
    }
  });
});
