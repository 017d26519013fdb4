import assert from 'node:assert/strict';
import { askBuild } from '../../../../../src/vscode/build/wizard/askBuild.ts';
import { stateFrom, withFixed } from '../../../../../src/vscode/build/wizard/state.ts';
import { contextFor, line, ScriptedUi, type Act } from './fakes.ts';

const goal = { platforms: ['linux/arm64'], tags: ['r.example/app:1-arm64'] };
const files = [
  { path: 'Dockerfile', text: 'FROM a' },
  { path: 'api/Dockerfile', text: 'FROM b' },
  {
    path: 'docker-bake.hcl',
    text: 'group "default" { targets = ["web", "_tool"] }\ntarget "_tool" {}\ntarget "web" { tags = ["r.example/app:1"]\n platforms = ["linux/amd64"] }',
  },
];

/** The wizard for building a missing platform: only the goal is known. */
async function ask(acts: readonly Act[], given = contextFor(files)) {
  const ui = new ScriptedUi(acts);
  const state = withFixed(stateFrom({ tags: goal.tags, output: 'push' }, given.found[0]!, []), goal);
  const answer = await askBuild(given.context, ui, {
    state,
    answered: ['context', 'stage', 'platforms', 'image', 'output'],
    first: 'source',
  });
  assert.equal(ui.left, 0);
  return { request: answer?.request, shown: ui.shown };
}

describe('the wizard, when it is settled what is pushed', () => {
  for (const choose of ['Dockerfile', 'api/Dockerfile', 'web']) {
    it(`attack: another source (${choose}) changes name, platforms or output, with Enter on everything`, async () => {
      const acts: Act[] = [{ choose }, {}, ...(choose === 'api/Dockerfile' ? [{}] : [])];
      const { request, shown } = await ask(acts);
      assert.deepEqual([request?.tags, request?.platforms, request?.output], [goal.tags, goal.platforms, 'push']);
      assert.ok(shown.every(({ placeholder }) => !/platform|Image name|result/i.test(placeholder)));
    });
  }

  it('attack: what the last build of a source added names another tag', async () => {
    const given = contextFor(files);
    await given.memory.remember(given.folder, {
      dockerfile: 'api/Dockerfile',
      context: 'api',
      tags: ['r.example/app:1'],
      output: 'push',
      extraArgs: ['--tag', 'r.example/app:1', '--no-cache', '-o', 'type=registry'],
      onMissingPlatforms: 'replace',
    });
    const { request } = await ask([{ choose: 'api/Dockerfile' }, {}, {}], given);
    assert.deepEqual(
      [request?.tags, request?.extraArgs, request?.onMissingPlatforms],
      [goal.tags, ['--no-cache'], 'ask'],
    );
  });

  it('shows what is settled as rows that lead nowhere', async () => {
    const { shown } = await ask([
      { choose: 'Dockerfile' },
      { choose: 'Image' },
      { choose: 'Platforms' },
      { choose: 'Output' },
      {},
    ]);
    const rows = shown[1]?.rows.filter(({ label }) => ['Source', 'Platforms', 'Image', 'Output'].includes(label));
    assert.equal(
      rows?.find(({ label }) => label === 'Image')?.detail,
      'This helper tag is pushed first. You then confirm adding it to the image.',
    );
    assert.deepEqual(
      rows.map((row) => [line(row), row.message ?? false]),
      [
        ['file Source | Dockerfile', false],
        ['server Platforms | linux/arm64 (emulated)', true],
        ['tag Image | r.example/app:1-arm64', true],
        ['export Output | Push to the registry', true],
      ],
    );
  });

  it('does not let several images share the name', async () => {
    const { shown, request } = await ask([{ choose: 'default' }, { choose: 'Dockerfile' }, {}]);
    const group = shown[0]?.rows.find(({ label }) => label === 'default');
    assert.deepEqual([group?.message, group?.detail], [true, 'Builds several images. Choose one of its targets.']);
    assert.equal(request?.dockerfile, 'Dockerfile');
  });
});
