import assert from 'node:assert/strict';
import type { Builder } from '../../../../../../src/domain/builder/builder.ts';
import { DiagnosedError } from '../../../../../../src/domain/diagnosis/diagnosis.ts';
import { builderChoice } from '../../../../../../src/vscode/builders/builderChoice.ts';
import { builderOf, builderRows } from '../../../../../../src/vscode/build/wizard/rows/builderRows.ts';
import { imageRows } from '../../../../../../src/vscode/build/wizard/rows/imageRows.ts';
import { hindranceOf, outputRows } from '../../../../../../src/vscode/build/wizard/rows/outputRows.ts';
import {
  listedPlatforms,
  platformRows,
  readTyped,
} from '../../../../../../src/vscode/builders/platforms/platformRows.ts';
import { sourceRows } from '../../../../../../src/vscode/build/wizard/rows/sourceRows.ts';
import { acceptPlatforms } from '../../../../../../src/vscode/builders/platforms/acceptPlatforms.ts';
import { farm } from '../../../../builders.ts';
import { builder, contextFor, folder, line } from '../fakes.ts';

describe('rows of platforms', () => {
  const listed = listedPlatforms(['linux/arm64'], ['linux/arm64/v8', '$BUILDPLATFORM', 'freebsd/amd64'], builder());
  const view = { listed, builder: builder(), ticked: ['linux/arm64'], refused: undefined };

  it('list every platform once: ticked ones first, those that the builder adds last', () => {
    assert.equal(listed[0], 'linux/arm64');
    assert.equal(listed.filter((platform) => platform === 'linux/arm64').length, 1);
    assert.equal(listed.at(-2), 'freebsd/amd64');
    assert.equal(listed.at(-1), 'linux/amd64/v2');
  });

  it('say how the builder would make each one', () => {
    const rows = platformRows(view, '').map(line);
    assert.equal(rows[0], 'linux/arm64 | emulated');
    assert.equal(rows.includes('linux/amd64 | native'), true);
    assert.equal(rows.includes('linux/s390x | no emulator'), true);
    assert.equal(
      platformRows({ ...view, builder: undefined }, '').every(({ description }) => description === undefined),
      true,
    );
  });

  it('name the node where there are several, as it is for all that is ticked', () => {
    const pinned = builderChoice(farm('linux/amd64* linux/arm64', 'linux/arm64* linux/amd64'), undefined);
    const rows = (...ticked: string[]) =>
      platformRows(
        { listed: ['linux/amd64', 'linux/arm64', 'linux/s390x'], builder: pinned, ticked, refused: '' },
        'x',
      );
    assert.deepEqual(rows('linux/amd64').slice(0, 3).map(line), [
      'linux/amd64 | native on farm0',
      'linux/arm64 | native on farm1',
      'linux/s390x | no emulator',
    ]);
    // for a platform without pins, buildx uses the first node that lists one
    assert.equal(line(rows('linux/amd64', 'linux/s390x')[1]!), 'linux/arm64 | emulated on farm0');
  });

  it('tell that an emulator is gone, and that a node has not spoken', () => {
    const how = (own: Builder, platform: string) => {
      const [row] = platformRows(
        { listed: [platform], builder: builderChoice(own, undefined), ticked: [], refused: '' },
        'x',
      );
      return row?.description;
    };
    assert.equal(how(farm('linux/amd64 linux/arm64-'), 'linux/arm64'), 'emulator no longer installed');
    assert.equal(how(farm('linux/amd64 linux/arm64'), 'linux/arm64'), 'emulated');
    assert.equal(how(farm('stopped', 'linux/arm64'), 'linux/arm64'), 'unknown until builder farm has started');
    assert.equal(
      how({ ...farm('stopped'), driver: 'docker-container' }, 'linux/arm64'),
      'unknown until builder farm has started',
    );
  });

  it('tell that the builder could not be asked', () => {
    const error = new DiagnosedError({ code: 'engineNotRunning', params: {}, remedies: [] }, 'no engine');
    const rows = platformRows({ ...view, builder: { ...builder(), error } }, '');
    assert.equal(line(rows.at(-1)!), 'warning The builder could not be checked | no engine');
    assert.equal(rows[0]?.description, undefined);
  });

  it('add a platform that is typed, and say what is wrong with anything else', () => {
    const last = (typed: string) => line(platformRows(view, typed).at(-1)!);
    assert.equal(last('linux/mips64'), 'linux/mips64 | no emulator');
    assert.equal(last('linux/amd46'), 'linux/amd46 | not a known platform; did you mean linux/amd64?');
    assert.equal(last('amd46'), 'error amd46 | not a valid platform; did you mean linux/amd64?');
    assert.equal(
      last('linux/a/b/c'),
      'error linux/a/b/c | a platform has at most three parts: os/architecture/variant',
    );
    assert.equal(last('linux/*'), 'error linux/* | "*" is not allowed; select every platform that you want');
    assert.equal(platformRows(view, 'linux/ar').length, listed.length);
  });

  it('show a listed platform by any of its names', () => {
    const shown = platformRows(view, 'x86_64').filter(({ alwaysShow }) => alwaysShow);
    assert.deepEqual(
      shown.map(({ id }) => id),
      ['linux/amd64'],
    );
  });

  it('keep every row in its place while others come and go', () => {
    const before = platformRows(
      { ...view, listed: listedPlatforms(['linux/arm64'], [], undefined), builder: undefined },
      'x',
    );
    const after = platformRows({ ...view, listed: listedPlatforms(['linux/arm64'], [], builder()) }, '');
    const stable = before.filter(({ message }) => !message).map(({ id }) => id);
    assert.deepEqual(
      after.slice(0, stable.length).map(({ id }) => id),
      stable,
    );
  });
});

describe('Enter among platforms', () => {
  const listed = ['linux/amd64', 'linux/arm64'];
  const given = { typed: '', row: undefined, ticked: ['linux/amd64'], tickedSinceTyping: false };

  it('goes on with what is ticked, in the order of the list', () => {
    assert.deepEqual(acceptPlatforms({ ...given, ticked: ['linux/arm64', 'linux/amd64'] }, listed), { answer: listed });
    assert.deepEqual(acceptPlatforms({ ...given, ticked: [] }, listed), {});
  });

  it('ticks what is typed and clears the field; goes on where that is ticked or something else was', () => {
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'aarch64' }, listed), {
      typed: '',
      ticked: ['linux/amd64', 'linux/arm64'],
    });
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'amd64' }, listed), { answer: ['linux/amd64'] });
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'arm64', tickedSinceTyping: true }, listed), {
      answer: ['linux/amd64'],
    });
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'X/AR' }, listed), { typed: '', ticked: listed });
  });

  it('stays where several platforms match, and says so', () => {
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'linux/a' }, listed), {});
    const view = { listed, builder: undefined, ticked: [], refused: 'linux/a' };
    assert.equal(
      line(platformRows(view, 'linux/a').at(-1)!),
      'error linux/a | several platforms match; select one or keep typing',
    );
    assert.equal(platformRows(view, 'linux/ar').length, listed.length);
  });

  it('never takes what is no platform', () => {
    assert.equal(readTyped('linux/a/b/c', listed).kind, 'problem');
    assert.deepEqual(acceptPlatforms({ ...given, typed: 'linux/a/b/c', tickedSinceTyping: true }, listed), {});
  });
});

describe('rows of image names', () => {
  const view = {
    suggestions: [{ reference: 'r.example/a', origin: { from: 'workload' as const, kind: 'DaemonSet', name: 'x' } }],
    defined: [],
    former: ['r.example/a'],
  };

  it('say where a name comes from and what a missing tag means', () => {
    assert.deepEqual(imageRows(view, '').map(line), [
      'r.example/a | used by DaemonSet x · no tag: ":latest" will be used',
      'circle-slash No name | cache only',
    ]);
  });

  it('put what is typed first, with what is wrong with it', () => {
    const first = (typed: string) => line(imageRows(view, typed)[0]!);
    assert.equal(first('r.example:5000/a:1'), 'r.example:5000/a:1 | use this name');
    assert.equal(first('r.example/A'), 'error r.example/A | a name must be lowercase: r.example/a');
    assert.equal(
      first('a:-'),
      'error a:- | "-" is not a valid tag; use letters, digits, "_", "." and "-", and start with a letter, digit or "_"',
    );
    assert.match(first(`a@sha256:${'a'.repeat(64)}`), /^error .* \| remove the digest/);
  });

  it('offer to keep several names', () => {
    assert.equal(line(imageRows({ ...view, former: ['a:1', 'a:2'] }, '')[0]!), 'a:1, a:2 | as before');
  });
});

describe('rows of results', () => {
  const view = {
    builder: builder((output) =>
      output === 'load' ? { ok: false, reason: 'severalPlatformsNotLoadable', wayOut: 'push' } : { ok: true },
    ),
    platforms: ['linux/amd64', 'linux/arm64'],
    tags: ['127.0.0.1:5000/a:1'],
    named: true,
    several: false,
    destination: 'oci/a',
  };

  it('recommend pushing and say why something cannot be had', () => {
    assert.deepEqual(outputRows(view).map(line), [
      'cloud-upload Push to the registry | recommended',
      'folder Write an OCI layout',
      'database Fill the build cache only',
      '-- Not possible now',
      'circle-slash Load into the Docker engine | not possible: the engine can load only one platform from builder default',
    ]);
    assert.match(outputRows(view)[0]?.detail ?? '', /^to 127\.0\.0\.1:5000,/);
  });

  it('do not offer to push Docker’s own images to Docker Hub', () => {
    const bare = { ...view, builder: builder(), tags: ['app:1'] };
    assert.deepEqual(outputRows(bare).map(line), [
      'desktop-download Load into the Docker engine',
      'folder Write an OCI layout',
      'database Fill the build cache only',
      '-- Not possible now',
      'circle-slash Push to the registry | not possible: the name has no registry and no Docker Hub user name',
    ]);
    for (const tag of ['docker.io/library/app', 'r.io/app:1', 'user/app:1', 'no valid name']) {
      assert.equal(
        hindranceOf('push', { ...bare, tags: [tag] })?.reason,
        tag.includes('library') ? 'noRegistry' : undefined,
      );
    }
  });

  it('take everything for possible while the builder is not known', () => {
    assert.equal(hindranceOf('load', { ...view, builder: undefined }), undefined);
  });

  it('want one image for one folder', () => {
    assert.equal(hindranceOf('oci', { ...view, several: true })?.reason, 'severalImages');
  });
});

describe('rows of sources', () => {
  it('name the folder where there are several', () => {
    const one = contextFor([{ path: 'Dockerfile', text: '' }], {}, folder('one')).found;
    const two = contextFor([{ path: 'compose.yaml', text: 'services: {web: {build: .}}' }], {}, folder('two')).found;
    assert.deepEqual(sourceRows({ sources: [...one, ...two], running: [], tooComplex: [] }, two[0]).map(line), [
      'server-process web | Compose service in compose.yaml · two · last build',
      'file Dockerfile | one',
    ]);
  });

  it('say so when there is nothing, but only after the search', () => {
    assert.equal(sourceRows({ sources: [], running: [], tooComplex: [] }, undefined)[0]?.message, true);
  });

  it('names a file that could not be read beside the others', () => {
    const { found, folder } = contextFor([{ path: 'Dockerfile', text: 'FROM x' }]);
    const tooComplex = [{ folder, path: 'bad/docker-bake.hcl' }];
    assert.deepEqual(sourceRows({ sources: found, running: [], tooComplex }, undefined).map(line), [
      'file Dockerfile | ',
      'warning bad/docker-bake.hcl is too complex to read. | ',
    ]);
    assert.equal(sourceRows({ sources: [], running: [], tooComplex }, undefined)[0]?.message, true);
  });
});

describe('rows of builders', () => {
  const two = farm('linux/amd64* linux/amd64/v2 linux/arm64', 'linux/arm64* linux/386 linux/arm/v7 linux/riscv64');
  const builders: readonly Builder[] = [
    two,
    { name: 'down', driver: 'docker', error: 'no engine', nodes: [] },
    { name: 'damaged', driver: '', damagedFile: '/instances/damaged', nodes: [] },
  ];

  it('say driver, state, nodes and platforms, mark the one in use and leave out what cannot be used', () => {
    const rows = builderRows({ builders, inUse: 'farm' });
    assert.deepEqual(rows.map(line), [
      'check farm | in use · remote · running · 2 nodes',
      'server-environment down | docker · error',
      'add Set Up a Builder…',
    ]);
    assert.deepEqual(
      rows.map(({ detail }) => detail),
      ['native linux/amd64, linux/arm64 · emulated linux/386, linux/arm/v7, linux/riscv64', 'no engine', undefined],
    );
    assert.deepEqual(rows.map(builderOf), ['farm', 'down', undefined]);
  });

  it('count platforms that are too many', () => {
    const [row] = builderRows({
      builders: [farm('linux/amd64 linux/arm64 linux/s390x linux/riscv64 linux/ppc64le linux/mips64le')],
      inUse: undefined,
    });
    assert.equal(
      row?.detail,
      'native linux/amd64 · emulated linux/arm64, linux/s390x, linux/riscv64, linux/ppc64le, +1',
    );
  });
});
