import assert from 'node:assert/strict';
import { BuildMemory } from '../../../src/vscode/memory.ts';
import { folder, memento } from './wizard/fakes.ts';

describe('remembered answers', () => {
  it('are kept for each folder, newest first, and outlive the window', async () => {
    const state = memento();
    const [one, two] = [folder('one'), folder('two')];
    const memory = new BuildMemory(state);
    await memory.remember(one, { tags: ['a:1'], platforms: ['linux/amd64'] });
    await memory.remember(one, { tags: ['b:1', 'a:1'], platforms: ['linux/arm64'], output: 'push' });
    await memory.remember(two, {});
    const again = new BuildMemory(state);
    assert.deepEqual(again.lastRequest(one), { tags: ['b:1', 'a:1'], platforms: ['linux/arm64'], output: 'push' });
    assert.deepEqual(again.recentImages(one), ['b:1', 'a:1']);
    assert.deepEqual(again.knownPlatforms(one), ['linux/arm64', 'linux/amd64']);
    assert.deepEqual(again.recentImages(two), []);
    assert.equal(again.lastFolder(), two.uri.toString());
  });
});
