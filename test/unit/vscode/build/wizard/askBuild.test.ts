import assert from 'node:assert/strict';
import { askBuild } from '../../../../../src/vscode/build/wizard/askBuild.ts';
import { builderChoice } from '../../../../../src/vscode/builders/builderChoice.ts';
import type { WizardDeps } from '../../../../../src/vscode/build/wizard/deps.ts';
import { farm } from '../../../builders.ts';
import { stateFrom, type StepId } from '../../../../../src/vscode/build/wizard/state.ts';
import { builder, contextFor, line, ScriptedUi, type Act } from './fakes.ts';

const files = [
  { path: 'Dockerfile', text: 'FROM a' },
  { path: 'api/Dockerfile', text: 'FROM golang AS build\nFROM scratch' },
  {
    path: 'docker-bake.hcl',
    text: 'group "default" { targets = ["web", "_tool"] }\ntarget "_tool" {}\ntarget "web" { tags = ["r.example/web:1", "r.example/web"] }',
  },
];
const nothing = { state: { platforms: [], tags: [] }, answered: [] };
const everything: readonly StepId[] = ['source', 'context', 'stage', 'platforms', 'image', 'output'];

async function ask(acts: readonly Act[], given = contextFor(files), folders: readonly string[] = []) {
  const ui = new ScriptedUi(acts, folders);
  const answer = await askBuild(given.context, ui, nothing);
  assert.equal(ui.left, 0);
  return { request: answer?.request, shown: ui.shown, ui };
}

describe('the wizard', () => {
  it('asks for a Dockerfile at the top only what it cannot know', async () => {
    const { request, shown } = await ask([
      { choose: 'Dockerfile' },
      {},
      { type: 'r.example/shop' },
      { choose: 'Push to the registry' },
      {},
    ]);
    assert.deepEqual(request, {
      dockerfile: 'Dockerfile',
      context: '.',
      platforms: ['linux/amd64', 'linux/arm64'],
      tags: ['r.example/shop'],
      output: 'push',
    });
    assert.deepEqual(
      shown.map(({ place }) => [place.step, ...(place.total === undefined ? [] : [place.total])].join('/')),
      ['1', '2/5', '3/5', '4/5', '5/5'],
    );
  });

  it('does not ask for the only source, and does not lead to it', async () => {
    const one = contextFor([{ path: 'Dockerfile', text: 'FROM a' }]);
    const { request, shown } = await ask([{ leave: 'back' }], one);
    assert.equal(request, undefined);
    assert.deepEqual(
      shown.map(({ place }) => place),
      [{ step: 1, total: 4, canGoBack: false }],
    );
    const whole = await ask([{}, { choose: 'No name' }, {}], one);
    assert.deepEqual(whole.request?.dockerfile, 'Dockerfile');
    const source = whole.shown.at(-1)?.rows.find(({ label }) => label === 'Source');
    assert.deepEqual([source?.description, source?.message], ['Dockerfile', true]);
    // a file that could not be read may have other sources
    const tooComplex = [{ folder: one.folder, path: 'compose.yaml' }];
    const unread = contextFor([], {
      sources: {
        ...one.context.deps.sources,
        findSources: () => Promise.resolve({ sources: one.found, running: [], tooComplex }),
      },
    });
    assert.equal((await ask([{ leave: 'cancel' }], unread)).shown[0]?.placeholder, 'What should be built?');
  });

  it('offers the build context that has the copied files first, and shows why', async () => {
    const given = contextFor([{ path: 'api/src/Dockerfile', text: 'FROM a' }], {
      described: (source) => Promise.resolve(source.kind === 'dockerfile' ? { ...source, context: 'api' } : source),
    });
    const { request, shown } = await ask([{}, {}, { choose: 'No name' }, {}], given);
    assert.equal(request?.context, 'api');
    assert.deepEqual(shown[0]?.rows.map(line), [
      'folder api | contains the files that COPY and ADD use',
      'folder api/src | folder of the Dockerfile',
      'root-folder shop | workspace folder',
      'folder-opened Browse…',
    ]);
    assert.ok(
      shown.at(-1)?.rows.some((row) => line(row) === 'folder Context | api (contains the files that COPY and ADD use)'),
    );
    const other = await ask([{ choose: 'shop' }, {}, { choose: 'No name' }, {}], given);
    assert.equal(other.request?.context, '.');
    assert.ok(other.shown.at(-1)?.rows.some((row) => line(row) === 'folder Context | shop'));
  });

  it('asks for context and stage where there is a choice, and can browse', async () => {
    const { request, shown } = await ask(
      [
        { choose: 'api/Dockerfile' },
        { choose: 'Browse…' },
        { choose: 'build' },
        { tick: ['linux/arm64'] },
        { type: 'r.example/api:1' },
        { choose: 'Load into the Docker engine' },
        {},
      ],
      contextFor(files),
      ['/ws/common'],
    );
    assert.deepEqual(request, {
      dockerfile: 'api/Dockerfile',
      context: '../common',
      target: 'build',
      platforms: ['linux/arm64'],
      tags: ['r.example/api:1'],
      output: 'load',
    });
    assert.deepEqual(shown[1]?.rows.map(line), [
      'folder api | folder of the Dockerfile',
      'root-folder shop | workspace folder',
      'folder-opened Browse…',
    ]);
    assert.deepEqual(shown[2]?.rows.map(line), [
      'flag Last stage | FROM scratch · line 2',
      'list-ordered build | FROM golang · line 1',
    ]);
  });

  it('stays at browsing when no folder was chosen, and ends on escape', async () => {
    const { request, shown } = await ask([{ choose: 'api/Dockerfile' }, { choose: 'Browse…' }, { leave: 'cancel' }]);
    assert.equal(request, undefined);
    assert.equal(shown[2]?.placeholder, shown[1]?.placeholder);
  });

  it('takes names and platforms from bake once a source is chosen, and nothing from where bake fails', async () => {
    const described: WizardDeps['described'] = (source) =>
      Promise.resolve(
        source.kind === 'bake'
          ? { ...source, tags: ['r.example/by-bake:1'], platforms: ['linux/s390x'], several: false }
          : source,
      );
    const answers = [{ choose: 'web' }, {}, { choose: 'Names from the file' }, { choose: 'Push to the registry' }, {}];
    const asked = await ask(answers, contextFor(files, { described }));
    assert.deepEqual(asked.request?.platforms, ['linux/s390x']);
    const row = asked.shown[2]?.rows.find(({ label }) => label === 'Names from the file');
    assert.equal(row?.description, 'r.example/by-bake:1');
    const failing = await ask(answers, contextFor(files, { described: () => Promise.reject(new Error('no bake')) }));
    assert.deepEqual(failing.request?.platforms, ['linux/amd64', 'linux/arm64']);
  });

  it('leaves the name of a group to its file, and what a file names to it', async () => {
    const group = await ask([{ choose: 'default' }, {}, { choose: 'Push to the registry' }, {}]);
    assert.deepEqual(group.request, {
      bakeFiles: ['docker-bake.hcl'],
      bakeTargets: ['default'],
      platforms: ['linux/amd64', 'linux/arm64'],
      output: 'push',
    });
    const target = await ask([
      { choose: 'web' },
      {},
      { choose: 'Names from the file' },
      { choose: 'Push to the registry' },
      {},
    ]);
    assert.equal(target.request?.tags, undefined);
    assert.equal(target.request?.output, 'push');
  });

  it('stays until something is ticked, and ticks what is typed', async () => {
    const { request, shown } = await ask([
      { choose: 'Dockerfile' },
      { tick: [] },
      {},
      { type: 'aarch64' },
      { type: 'linux/amd46x/y/z' },
      { type: 'riscv' },
      { type: '' },
      { choose: 'No name' },
      {},
    ]);
    assert.deepEqual(request?.platforms, ['linux/arm64', 'linux/riscv64']);
    assert.equal(request.output, 'cache');
    assert.equal(
      shown[2]?.rows.some(({ id }) => id === 'message:none'),
      true,
    );
  });

  it('takes no name that is none, and no digest', async () => {
    const digest = `r.example/a@sha256:${'a'.repeat(64)}`;
    const { request } = await ask([
      { choose: 'Dockerfile' },
      {},
      { type: 'r.example/a b' },
      { type: digest },
      { type: 'r.example/a:1' },
      { choose: 'Fill the build cache only' },
      {},
    ]);
    assert.deepEqual(request?.tags, ['r.example/a:1']);
  });

  it('goes from the plan to any part and back, also without changing it', async () => {
    const { request, shown } = await ask([
      { choose: 'Dockerfile' },
      {},
      { type: 'r.example/a:1' },
      { choose: 'Push to the registry' },
      { choose: 'Image' },
      { leave: 'back' },
      { choose: 'Platforms' },
      { tick: ['linux/s390x'] },
      { choose: 'Source' },
      { choose: 'api/Dockerfile' },
      {},
      {},
      {},
      { choose: 'Run' },
    ]);
    assert.deepEqual(request, {
      dockerfile: 'api/Dockerfile',
      context: 'api',
      platforms: ['linux/s390x'],
      tags: ['api:v1'],
      output: 'push',
    });
    assert.deepEqual(shown[8]?.rows.filter(({ icon }) => icon === 'warning').map(line), [
      'warning linux/s390x: not possible: no emulator for s390x on builder default',
    ]);
  });

  it('leads out of what cannot be done', async () => {
    let made = 0;
    const given = contextFor(files, {
      builderInUse: (_folder, _signal, name) =>
        Promise.resolve(
          builder((output, count) =>
            name === undefined && count > 1
              ? { ok: false, reason: 'classicStore', wayOut: output === 'load' ? 'onePlatform' : 'createBuilder' }
              : { ok: true },
          ),
        ),
      createBuilder: () => Promise.resolve(made++ === 0 ? undefined : 'multiarch'),
    });
    const { request, shown } = await ask(
      [
        { choose: 'Dockerfile' },
        {},
        { type: 'r.example/a:1' },
        { choose: 'Load into the Docker engine' },
        { choose: 'Choose Another Output' },
        { choose: 'Load into the Docker engine' },
        { choose: 'Choose a Single Platform' },
        { leave: 'back' },
        { choose: 'Push to the registry' },
        { choose: 'Create and Use a Builder Named multiarch' },
        { choose: 'Push to the registry' },
        { choose: 'Create and Use a Builder Named multiarch' },
        {},
      ],
      given,
    );
    assert.equal(made, 2);
    assert.equal(request?.builder, 'multiarch');
    assert.deepEqual(request.platforms, ['linux/amd64', 'linux/arm64']);
    assert.equal(
      line(shown[3]!.rows.find(({ id }) => id === 'push')!),
      'circle-slash Push to the registry | not possible: the engine’s classic image store cannot hold several platforms (builder default)',
    );
  });

  it('changes the builder from the plan: for this build, for the workspace, or to a new one', async () => {
    const used: string[] = [];
    const given = contextFor(files, {
      builderInUse: (_folder, _signal, name) =>
        Promise.resolve({ ...builder(), name: name ?? used.at(-1) ?? 'default' }),
      builders: (_signal, refresh) => {
        refresh([farm('asking')]);
        return Promise.resolve([farm('linux/amd64'), { name: 'default', driver: 'docker', nodes: [] }]);
      },
      useBuilder: (name) => {
        used.push(name);
        return Promise.resolve();
      },
      setUpBuilder: () => Promise.resolve('made'),
    });
    const begin: readonly Act[] = [
      { choose: 'Dockerfile' },
      {},
      { type: 'r.example/a:1' },
      { choose: 'Push to the registry' },
      { choose: 'Builder' },
    ];
    const once = await ask([...begin, { choose: 'farm' }, { choose: 'This build' }, { choose: 'Run' }], given);
    assert.equal(once.request?.builder, 'farm');
    assert.deepEqual(used, []);
    assert.deepEqual(once.shown[5]?.rows.map(line), [
      'server-environment farm | remote · running',
      'check default | in use · docker · state unknown',
      'add Set Up a Builder…',
    ]);
    const rowOf = (shown: (typeof once)['shown']) =>
      shown
        .at(-1)
        ?.rows.filter(({ icon }) => icon === 'server-environment')
        .map(line);
    assert.deepEqual(rowOf(once.shown), ['server-environment Builder | farm · docker · running']);

    const same = await ask([...begin, { choose: 'default' }, { choose: 'Run' }], given);
    assert.equal(same.request?.builder, undefined);

    const made = await ask([...begin, { choose: 'Set Up a Builder…' }, { choose: 'Run' }], given);
    assert.equal(made.request?.builder, 'made');

    const always = await ask(
      [...begin, { choose: 'farm' }, { choose: 'This workspace from now on' }, { choose: 'Run' }],
      given,
    );
    assert.equal(always.request?.builder, undefined);
    assert.deepEqual(used, ['farm']);
    assert.deepEqual(rowOf(always.shown), ['server-environment Builder | farm · docker · running']);
  });

  it('pins platforms from the plan, and queries the builder again', async () => {
    let pinned = '';
    const given = contextFor(files, {
      builderInUse: () =>
        Promise.resolve(
          builderChoice(
            pinned === ''
              ? farm('linux/amd64 linux/arm64', 'linux/arm64 linux/amd64')
              : farm('linux/amd64* linux/arm64', 'linux/arm64* linux/amd64'),
            undefined,
          ),
        ),
      pinPlatforms: (name) => {
        pinned = name;
        return Promise.resolve(true);
      },
    });
    const { shown } = await ask(
      [
        { choose: 'Dockerfile' },
        {},
        { type: 'r.example/a:1' },
        { choose: 'Push to the registry' },
        { choose: 'linux/arm64 would be emulated on farm0' },
        { choose: 'Run' },
      ],
      given,
    );
    assert.equal(pinned, 'farm');
    assert.deepEqual(
      shown.at(-1)?.rows.filter(({ icon }) => icon === 'warning' || icon === 'info'),
      [],
    );
  });

  it('warns of images without the platforms, which it asks for once for each plan', async () => {
    const asked: string[] = [];
    const given = contextFor(files, {
      baseProblems: ({ platforms = [] }, _folder, used) => {
        asked.push(`${platforms.join()} on ${used?.name ?? 'none'}`);
        return Promise.resolve([{ image: 'a', kind: 'manifest', has: ['linux/amd64'], lacks: ['linux/arm64'] }]);
      },
    });
    const { shown } = await ask(
      [
        { choose: 'Dockerfile' },
        {},
        { type: 'r.example/a:1' },
        { choose: 'Push to the registry' },
        { choose: 'Image' },
        { type: 'r.example/a:1' },
        { choose: 'a is for linux/amd64 only' },
        { tick: ['linux/amd64'] },
        { choose: 'Run' },
      ],
      given,
    );
    assert.ok(shown.some(({ rows }) => rows.some(({ label }) => label === 'a is for linux/amd64 only')));
    assert.deepEqual(asked, ['linux/amd64,linux/arm64 on default', 'linux/amd64 on default']);
  });

  it('asks for a name where the result needs one', async () => {
    const { request } = await ask([
      { choose: 'Dockerfile' },
      {},
      { choose: 'No name' },
      { choose: 'Output' },
      { choose: 'Push to the registry' },
      { choose: 'Name the Image' },
      { type: 'r.example/a:1' },
      { choose: 'Push to the registry' },
      { choose: 'Run' },
    ]);
    assert.deepEqual(request?.tags, ['r.example/a:1']);
    assert.equal(request.output, 'push');
  });

  it('puts the last build first and its answers in place', async () => {
    const given = contextFor(files);
    const last = {
      dockerfile: 'api/Dockerfile',
      context: '.',
      target: 'build',
      platforms: ['linux/arm64'],
      tags: ['r.example/api:7'],
      output: 'oci' as const,
      buildArgs: { A: '1' },
    };
    await given.memory.remember(given.folder, last);
    const { request, shown } = await ask([{}, {}, {}, {}, {}, {}, {}], given);
    assert.deepEqual(request, { ...last, destination: 'oci/api' });
    assert.equal(line(shown[0]!.rows[0]!), 'file api/Dockerfile | last build');
  });

  it('saves a task instead of building, and stays at the plan if that fails', async () => {
    let saved = 0;
    const given = contextFor(files, { saveTask: () => Promise.resolve(saved++ === 1) });
    const save = { choose: 'Save to tasks.json' };
    const { request } = await ask([{ choose: 'Dockerfile' }, {}, { choose: 'No name' }, save, save], given);
    assert.equal(request, undefined);
    assert.equal(saved, 2);
  });

  it('copies the very command that it shows and stays', async () => {
    let copied = '';
    const given = contextFor(files, {
      copyCommand: (command) => {
        copied = command;
        return Promise.resolve();
      },
    });
    const { shown } = await ask(
      [{ choose: 'Dockerfile' }, {}, { choose: 'No name' }, { choose: 'Copy Command' }, {}],
      given,
    );
    assert.equal(copied, shown.at(-1)?.rows[0]?.detail);
    assert.equal(
      shown.at(-1)?.rows.some((row) => line(row) === 'copy Copy command | copied'),
      false,
    );
  });

  it('opens a request at the part that has to change', async () => {
    const given = contextFor(files);
    const request = { dockerfile: 'Dockerfile', tags: ['r.example/a:1', 'r.example/a'], output: 'push' as const };
    const beginning = {
      state: stateFrom(request, given.found[0]!, ['linux/amd64']),
      answered: everything.filter((id) => id !== 'platforms'),
      first: 'platforms' as const,
    };
    const ui = new ScriptedUi([{ tick: ['linux/arm64'] }, {}]);
    const answer = await askBuild(given.context, ui, beginning);
    assert.deepEqual(answer?.request, { ...request, context: '.', platforms: ['linux/arm64'] });
  });

  it('does not propose the name again that a build failed for', async () => {
    const given = contextFor(files);
    const request = { dockerfile: 'Dockerfile', platforms: ['linux/amd64'], output: 'push' as const };
    const failed = { ...request, tags: ['bad.example/a:2'] };
    await given.memory.remember(given.folder, { ...request, tags: ['r.example/a:1'] });
    await given.memory.remember(given.folder, failed);
    const beginning = {
      state: { ...stateFrom(failed, given.found[0]!, []), failedTags: failed.tags },
      answered: everything.filter((id) => id !== 'image'),
      first: 'image' as const,
    };
    const ui = new ScriptedUi([{}, {}]);
    const answer = await askBuild(given.context, ui, beginning);
    assert.deepEqual(answer?.request.tags, ['r.example/a:1']);
    const names = ui.shown[0]!.rows.filter(({ id }) => id.startsWith('image:')).map(line);
    assert.deepEqual(
      [names[0], names.at(-1)],
      ['r.example/a:1 | earlier build', 'bad.example/a:2 | last build, failed'],
    );
  });

  it('shows what is wrong with a plan instead of running it', async () => {
    const given = contextFor(files, { commandFor: () => ({ problems: [{ text: 'no such thing', part: 'image' }] }) });
    const { shown, request } = await ask(
      [{ choose: 'Dockerfile' }, {}, { choose: 'No name' }, { choose: 'no such thing' }, { leave: 'cancel' }],
      given,
    );
    assert.equal(request, undefined);
    assert.equal(line(shown[3]!.rows[0]!), 'error no such thing');
    assert.equal(shown[4]?.place.step, 3);
  });
});
