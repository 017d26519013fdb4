import assert from 'node:assert/strict';
import { createConsents } from '../../../../../src/vscode/build/gate/consents.ts';
import { memento } from '../../../../support/vscode/memento.ts';

describe('what was allowed to bake files', () => {
  it('adds up for the same content, and is nothing for another one', async () => {
    const consents = createConsents(memento());
    await consents.add('a', ['ssh']);
    await consents.add('a', ['fs.read=/x', 'ssh']);
    assert.deepEqual([consents.of('a'), consents.of('b')], [['ssh', 'fs.read=/x'], []]);
  });

  it('is forgotten after fifty others', async () => {
    const consents = createConsents(memento());
    for (let at = 0; at <= 50; at += 1) {
      await consents.add(String(at), ['ssh']);
    }
    assert.deepEqual([consents.of('0'), consents.of('1'), consents.of('50')], [[], ['ssh'], ['ssh']]);
  });

  it('is nothing where the storage holds something else', async () => {
    const state = memento();
    await state.update('build:consents', [['a', 'ssh'], 7, ['b', ['ssh']]]);
    const consents = createConsents(state);
    assert.deepEqual([consents.of('a'), consents.of('b')], [[], ['ssh']]);
  });
});
