import assert from 'node:assert/strict';
import { buildQuestions } from '../../../../../src/vscode/build/gate/buildQuestions.ts';
import { shown, window } from '../../../../support/fakeVscode.ts';

/** Asks for so many paths, pressing the first button as often as is said; the answer, and all that was shown. */
async function asked(paths: readonly string[], presses: number): Promise<readonly [boolean, string]> {
  const original = window.showWarningMessage;
  const show = original as (text: string, options: object) => Promise<unknown>;
  let left = presses;
  window.showWarningMessage = (async (text: string, options: object, ...buttons: string[]) => {
    await show(text, options);
    left -= 1;
    return left < 0 ? undefined : buttons[0];
  }) as typeof original;
  shown.length = 0;
  try {
    const access = paths.map((value) => ({ right: 'fs.read', value }) as const);
    const answer = await buildQuestions.access({ files: ['/w/docker-bake.hcl'], access, workspace: '/w' });
    return [answer, shown.map(({ text }) => text).join('\n')];
  } finally {
    window.showWarningMessage = original;
  }
}

describe('what a person is asked before a build', () => {
  it('attack: a bake file hides what it wants behind many things that are harmless', async () => {
    const harmless = Array.from({ length: 40 }, (_, at) => `/usr/share/doc/${at}`);
    const [allowed, text] = await asked([...harmless, '/home/me/.ssh'], Infinity);
    assert.ok(allowed);
    assert.ok(text.includes('/home/me/.ssh'), 'nothing is allowed that was not shown');
    assert.equal((await asked([...harmless, '/home/me/.ssh'], 2))[0], false, 'and all of it has to be');
  });

  it('is one question where it has room', async () => {
    const [allowed, text] = await asked(['/one', '/two'], 1);
    assert.ok(allowed && text.includes('/one') && text.includes('/two') && !text.includes('more'), text);
  });
});
