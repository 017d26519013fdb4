import assert from 'node:assert/strict';
import { buildQuestions } from '../../../../../src/vscode/build/gate/buildQuestions.ts';
import { leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, seen } from '../../../../support/vscode/session.ts';

/** Asks for a number of paths; returns the answer, and everything shown. */
async function asked(paths: readonly string[], ...presses: readonly string[]): Promise<readonly [boolean, string]> {
  person(...presses.map((button) => (button === '' ? leave : press(button))));
  const access = paths.map((value) => ({ right: 'fs.read', value }) as const);
  const answer = await buildQuestions.access({ files: ['/w/docker-bake.hcl'], access, workspace: '/w' });
  return [answer, seen()];
}

const allow = (times: number) => Array.from({ length: times }, () => 'Allow and Build');

describe('what a person is asked before a build', () => {
  inVscode();

  it('attack: a bake file hides what it wants behind many things that are harmless', async () => {
    const harmless = Array.from({ length: 40 }, (_, at) => `/usr/share/doc/${at}`);
    const all = [...harmless, '/home/me/.ssh'];
    const [allowed, text] = await asked(all, ...allow(4));
    assert.ok(allowed);
    assert.ok(text.includes('/home/me/.ssh'), 'nothing is allowed that was not shown');
    assert.equal((await asked(all, ...allow(2), ''))[0], false, 'and all of it has to be');
  });

  it('is one question where it has room', async () => {
    const [allowed, text] = await asked(['/one', '/two'], ...allow(1));
    assert.ok(allowed && text.includes('/one') && text.includes('/two') && !text.includes('more'), text);
  });
});
