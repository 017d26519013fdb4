import assert from 'node:assert/strict';
import { actionOf, stepOf } from '../../../../../../src/vscode/build/wizard/rows/planLinks.ts';
import { planRows } from '../../../../../../src/vscode/build/wizard/rows/planRows.ts';
import { builderChoice } from '../../../../../../src/vscode/builders/builderChoice.ts';
import { stateFrom } from '../../../../../../src/vscode/build/wizard/state.ts';
import { builder, contextFor, line } from '../fakes.ts';
import { farm } from '../../../../builders.ts';

describe('rows of the plan', () => {
  const { found } = contextFor([{ path: 'Dockerfile', text: 'FROM a' }]);
  const request = { platforms: ['linux/amd64', 'linux/arm64'], tags: ['r.example/a:1'], output: 'push' as const };
  const view = {
    state: stateFrom(request, found[0]!, []),
    builder: builder(),
    bases: [],
    inputs: [],
    preview: { command: 'docker buildx build .' },
    copied: false,
  };

  const unpinned = builderChoice(farm('linux/amd64 linux/arm64', 'linux/arm64 linux/amd64', 'inactive'), undefined);

  it('show the command, what is worth knowing, every part and what else can be done', () => {
    assert.deepEqual(planRows(view).map(line), [
      'play Run',
      'info Steps for linux/arm64 run under emulation, several times slower',
      '-- Plan',
      'file Source | Dockerfile',
      'server Platforms | linux/amd64 (native), linux/arm64 (emulated)',
      'server-environment Builder | default · docker · running',
      'tag Image | r.example/a:1',
      'export Output | Push to the registry',
      '-- More',
      'save Save to tasks.json',
      'copy Copy Command',
    ]);
    assert.equal(planRows(view)[0]?.detail, 'docker buildx build .');
  });

  it('say that buildx is too old, and what does not work', () => {
    const rows = planRows({
      ...view,
      builder: { ...builder(), oldBuildx: { version: '0.9.1', lacks: ['progress', 'ociLayout'] } },
    });
    const old = rows.find(({ icon }) => icon === 'warning')!;
    assert.equal(line(old), 'warning Buildx 0.9.1 is too old: update it to 0.13 or newer');
    assert.equal(
      old.detail,
      'Builds show plain output instead of the progress of each platform. An OCI layout cannot be written.',
    );
  });

  it('warn of images that do not have the platforms that the build takes from them', () => {
    const bases = [
      { image: 'a', kind: 'manifest', has: ['linux/amd64'], lacks: ['linux/arm64'] },
      {
        image: 'r.example/b:1',
        kind: 'index',
        has: ['linux/amd64', 'linux/386'],
        lacks: ['linux/arm64', 'linux/s390x'],
      },
    ] as const;
    const warned = planRows({ ...view, bases }).filter(({ icon }) => icon === 'warning');
    assert.deepEqual(
      warned.map((row) => [row.label, row.detail, stepOf(row)]),
      [
        [
          'a is for linux/amd64 only',
          'What the build takes from it for linux/arm64 would contain linux/amd64 programs.',
          'platforms',
        ],
        [
          'r.example/b:1 is for linux/amd64, linux/386 only',
          'The build for linux/arm64, linux/s390x will fail.',
          'platforms',
        ],
      ],
    );
  });

  it('break a long command into lines that are the whole of it', () => {
    const command = `docker buildx build ${'--build-arg A=bcdef '.repeat(20)}--tag r.example/${'x'.repeat(100)} .`;
    const lines = planRows({ ...view, preview: { command } }).filter(
      (row) => actionOf(row) === 'copy' && row.id !== 'copy',
    );
    assert.equal(lines.map(({ label }) => label).join(' '), command);
    assert.equal(
      lines.every(({ label }) => label.length <= 80 || !label.includes(' ')),
      true,
    );
  });

  it('lead to the parts, also from a warning', () => {
    const warned = planRows({ ...view, state: { ...view.state, platforms: ['linux/s390x'] } });
    const warning = warned.find(({ icon }) => icon === 'warning')!;
    assert.equal(line(warning), 'warning linux/s390x: not possible: no emulator for s390x on builder default');
    assert.equal(stepOf(warning), 'platforms');
    assert.equal(stepOf(warned[0]!), undefined);
  });

  it('warn of a result that the builder cannot give', () => {
    const unable = builder(() => ({ ok: false, reason: 'classicStore', wayOut: 'createBuilder' }));
    const warning = planRows({ ...view, builder: unable }).find(({ icon }) => icon === 'warning')!;
    assert.equal(
      warning.label,
      'Push to the registry: not possible: the engine’s classic image store cannot hold several platforms (builder default)',
    );
    assert.deepEqual([warning.detail, actionOf(warning)], ['Create and Use a Builder Named multiarch', 'create']);
    const single = builder(() => ({ ok: false, reason: 'classicStore', wayOut: 'onePlatform' }));
    const other = planRows({ ...view, builder: single }).find(({ icon }) => icon === 'warning')!;
    assert.deepEqual([other.detail, stepOf(other), actionOf(other)], ['Choose a Single Platform', 'output', undefined]);
  });

  it('say who builds what where there are several nodes, and what speaks against it', () => {
    const warned = planRows({ ...view, builder: unpinned }).filter(({ icon }) => icon === 'warning');
    assert.deepEqual(
      warned.map((row) => [row.label, row.detail, actionOf(row) ?? stepOf(row)]),
      [
        [
          'linux/arm64 would be emulated on farm0',
          'farm1 runs it natively. Pin platforms so that each node builds its own.',
          'pin',
        ],
        ['The build needs node farm2, which is not responding', 'Choose Another Builder', 'builder'],
      ],
    );
    assert.deepEqual(
      planRows({ ...view, builder: unpinned })
        .filter(({ icon }) => icon?.startsWith('server'))
        .map(line),
      [
        'server Platforms | linux/amd64 (native on farm0), linux/arm64 (emulated on farm0)',
        'server-environment Builder | farm · remote · running · 3 nodes',
      ],
    );
  });
});
