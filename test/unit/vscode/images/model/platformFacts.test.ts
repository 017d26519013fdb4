import assert from 'node:assert/strict';
import { createPlatformFacts } from '../../../../../src/vscode/images/model/platformFacts.ts';
import { memento } from '../../../../support/vscode/memento.ts';

const inside = { state: 'found', programs: [{ program: '/app', format: 'elf', architecture: 'arm64' }] } as const;

describe('what is known of the images of platforms', () => {
  it('is put together, told once, and kept for the next session', async () => {
    const state = memento();
    const facts = createPlatformFacts(state);
    const changes: string[] = [];
    facts.onDidChange((digest) => changes.push(digest));
    assert.deepEqual(facts.of('a'), {});
    await facts.add('a', { created: 5 });
    await facts.add('a', { inside });
    await facts.add('a', { inside });
    assert.deepEqual(changes, ['a', 'a']);
    assert.deepEqual(createPlatformFacts(state).of('a'), { created: 5, inside });
  });

  it('is kept of the last three hundred', async () => {
    const facts = createPlatformFacts(memento());
    for (let index = 0; index < 301; index++) {
      await facts.add(String(index), { created: index });
    }
    assert.deepEqual([facts.of('0'), facts.of('300')], [{}, { created: 300 }]);
  });

  it('is forgotten where another version kept something else', async () => {
    for (const kept of [
      7,
      [['a']],
      [['a', { inside: 'x', created: 'y' }]],
      [['a', { inside: { state: 'found', programs: [] } }]],
      [['a', { inside: { state: 'found', programs: [{ program: 7 }] } }]],
      [['a', { inside: { state: 'windowsLines' }, created: Infinity }]],
      [['a', { inside: { state: 'fromTheFuture', program: 'x' } }]],
    ]) {
      const state = memento();
      await state.update('images:facts', kept);
      assert.deepEqual(createPlatformFacts(state).of('a'), {}, JSON.stringify(kept));
    }
  });
});
