import assert from 'node:assert/strict';
import { cleanLine } from '../../../src/domain/terminalText/clean.ts';
import type { Pod } from '../../../src/domain/workload.ts';
import { troubleSentence } from '../../../src/vscode/images/workloads/troubleSentence.ts';
import { noLinks, plain } from '../../../src/vscode/plain.ts';
import { architectureTooltip } from '../../../src/vscode/statusBar/architectureTooltip.ts';
import { explain } from '../../../src/vscode/texts/diagnosis.ts';
import { treeItem } from '../../../src/vscode/views/builders/treeItem.ts';

/** Marks that turn the direction of writing, and characters that nobody sees. */
const unseen = '\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff';
const hostile = `a${unseen}b\u0007\u001b[31mc\u001b]0;owned\u0007 $(zap) [d](command:e) [f] (command:g)`;
function isClean(text: string): void {
  // what we put into `$(` ourselves is no such character
  const own = text.replaceAll('$\u200b', '$');
  assert.doesNotMatch(own, /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u);
}

describe('texts from elsewhere', () => {
  it('lose what turns or hides the rest of a line, and keep what letters and pictures are joined with', () => {
    assert.equal(cleanLine(`x${unseen}y`), 'xy');
    for (const kept of ['שלום', 'می\u200cخواهم', '👩\u200d💻', 'naïve', '日本']) {
      assert.equal(cleanLine(kept), kept);
    }
  });

  it('show no icons and nothing unseen in picks and rows', () => {
    isClean(plain(hostile));
    assert.doesNotMatch(plain(hostile), /\$\(/);
    assert.equal(plain('one\r\ntwo'), 'one two');
    const { label, description } = treeItem({ label: hostile, description: hostile, contextValue: 'x' });
    isClean(typeof label === 'string' ? label : '\u0007');
    isClean(typeof description === 'string' ? description : '\u0007');
  });

  it('run nothing out of a tooltip', () => {
    const lines = {
      headline: hostile,
      outcome: [hostile, '<a href="command:x">y</a>', 'https://evil.test www.evil.test'],
      builder: hostile,
      clusters: [{ context: `\n- [x](command:y)\n${hostile}`, details: '`code` ![i](https://evil.test/i.png)' }],
    };
    const { value, isTrusted } = architectureTooltip(lines, [{ label: 'Build', icon: 'rocket', command: 'mine' }]);
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
      const sentence = troubleSentence(pod, { kind, reason: hostile, message: hostile, again: false });
      assert.doesNotMatch(sentence, linked, kind);
      isClean(sentence);
    }
    const { message, advice } = explain({
      code: 'clusterUnreachable',
      params: { context: hostile, server: hostile, detail: hostile },
      remedies: [],
    });
    for (const text of [message, advice ?? '', noLinks(hostile)]) {
      assert.doesNotMatch(text, linked);
      isClean(text);
    }
  });
});
