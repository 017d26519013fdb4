import type { LossQuestion } from '../../../../../src/services/policy/questions.ts';
import assert from 'node:assert/strict';
import { buildQuestions } from '../../../../../src/vscode/build/gate/buildQuestions.ts';
import { leave, press, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';

const loss: LossQuestion['losses'][number] = {
  tag: 'r.io/app:1',
  digest: `sha256:${'a'.repeat(64)}`,
  lost: ['linux/arm64'],
  coming: ['linux/amd64'],
  platforms: ['linux/amd64', 'linux/arm64'],
  canKeep: true,
};
const asked = (more: Partial<LossQuestion> = {}) => buildQuestions.losses({ losses: [loss], canRename: true, ...more });

describe('what a person is asked before a push that takes platforms from a tag', () => {
  inVscode();

  it('is to keep them, to replace them, or to use another tag', async () => {
    person(
      press('Keep Platforms'),
      press('Replace'),
      press('Use Another Tag…'),
      type('r.io/app:1'),
      type('R.io/x y'),
      type('r.io/app:2'),
      leave,
    );
    assert.equal(await asked(), 'keep');
    assert.equal(await asked(), 'replace');
    assert.deepEqual(await asked(), { tag: 'r.io/app:2' });
    assert.equal(await asked(), undefined);
    shows(`
      warning (modal): r.io/app:1 would lose linux/arm64.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Keep Platforms] [Replace] [Use Another Tag…]
      > Keep Platforms
      warning (modal): r.io/app:1 would lose linux/arm64.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Keep Platforms] [Replace] [Use Another Tag…]
      > Replace
      warning (modal): r.io/app:1 would lose linux/arm64.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Keep Platforms] [Replace] [Use Another Tag…]
      > Use Another Tag…
      input: Image name and tag to push instead [r.io/app:1]
      > r.io/app:1
        ! This tag would lose platforms.
      > R.io/x y
        ! a name cannot contain spaces
      > r.io/app:2
      warning (modal): r.io/app:1 would lose linux/arm64.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Keep Platforms] [Replace] [Use Another Tag…]
      > Escape
    `);
  });

  it('does not offer what cannot be', async () => {
    person(leave, press('Use Another Tag…'), leave);
    assert.equal(await asked({ losses: [loss, { ...loss, canKeep: false }], canRename: false }), undefined);
    assert.equal(await asked(), undefined);
    shows(`
      warning (modal): 2 tags would lose platforms.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Replace]
      > Escape
      warning (modal): r.io/app:1 would lose linux/arm64.
        r.io/app:1: the build is for linux/amd64; the tag also has linux/arm64. The current digest sha256:aaaaaaaa… can be restored.
        [Keep Platforms] [Replace] [Use Another Tag…]
      > Use Another Tag…
      input: Image name and tag to push instead [r.io/app:1]
      > Escape
    `);
  });
});
