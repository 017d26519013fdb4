import assert from 'node:assert/strict';
import { BuildMemory } from '../../../src/vscode/memory.ts';
import { folder } from './build/wizard/fakes.ts';
import { memento } from '../../support/vscode/memento.ts';

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

  it('keep a build for local use apart, until the folder has another last build', async () => {
    const state = memento();
    const one = folder('one');
    const pushed = { tags: ['r.io/a:1'], platforms: ['linux/amd64', 'linux/arm64'], output: 'push' } as const;
    const local = { tags: ['a:local'], platforms: ['linux/amd64'], output: 'load' } as const;
    const memory = new BuildMemory(state);
    await memory.remember(one, pushed);
    await memory.remember(one, local, 'local');
    for (const each of [memory, new BuildMemory(state)]) {
      assert.deepEqual(each.lastRequest(one), pushed);
      assert.deepEqual(each.lastBuild(one)?.request, pushed);
      assert.deepEqual(each.lastBuild(one, 'local')?.request, local);
      assert.deepEqual(each.recentImages(one), ['r.io/a:1']);
    }
    await memory.remember(one, pushed);
    for (const each of [memory, new BuildMemory(state)]) {
      assert.deepEqual(each.lastBuild(one, 'local')?.request, pushed);
    }
  });

  it('attack: a secret is read out of what is stored of a workspace', async () => {
    const value = ['pw', 'X7k2', 'mQ9z'].join('');
    const state = memento();
    const one = folder('one');
    const request = {
      tags: ['a:1'],
      buildArgs: { NPM_TOKEN: value, VERSION: '1' },
      cacheTo: [`type=s3,region=eu,secret_access_key=${value}`],
      cacheFrom: ['type=gha'],
      extraArgs: ['--label', `token=${value}`],
    };
    const memory = new BuildMemory(state);
    await memory.remember(one, request);
    await memory.remember(one, request, 'local');
    const stored = () => JSON.stringify(state.keys().map((key) => state.get(key)));
    assert.ok(!stored().includes(value), stored());
    // this session can build again without a question, the next one has to ask
    assert.deepEqual(memory.lastBuild(one), { request, leftOut: { buildArgs: [], properties: [] } });
    assert.deepEqual(new BuildMemory(state).lastBuild(one)?.leftOut, {
      buildArgs: ['NPM_TOKEN'],
      properties: ['cacheTo', 'extraArgs'],
    });
    assert.deepEqual(new BuildMemory(state).lastRequest(one)?.cacheFrom, ['type=gha']);
  });

  it('attack: a secret that a version before stored stays there', async () => {
    const value = ['pw', 'X7k2', 'mQ9z'].join('');
    const state = memento();
    const one = folder('one');
    const old = { tags: ['a:1'], cacheTo: [`type=s3,secret_access_key=${value}`], buildArgs: { A: '1' } };
    await state.update(`build:${one.uri.toString()}`, { lastRequest: old, images: ['a:1'] });
    const memory = new BuildMemory(state);
    assert.deepEqual(memory.lastRequest(one), { tags: ['a:1'], cacheTo: [], buildArgs: { A: '1' } });
    assert.ok(!JSON.stringify(state.keys().map((key) => state.get(key))).includes(value));
    assert.deepEqual(memory.lastBuild(one)?.leftOut, { buildArgs: [], properties: ['cacheTo'] });
    assert.deepEqual(memory.recentImages(one), ['a:1']);
  });
});
