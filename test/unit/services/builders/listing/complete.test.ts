import assert from 'node:assert/strict';
import { formatPlatform } from '../../../../../src/domain/platform.ts';
import {
  complete,
  completeAll,
  fromStore,
  needsEngine,
} from '../../../../../src/services/builders/listing/complete.ts';
import type { StoreContents } from '../../../../../src/services/builders/listing/store.ts';
import { listBuilders } from '../../../../../src/tools/buildx/builders/list.ts';
import type { StoredNode } from '../../../../../src/tools/buildx/builders/store.ts';
import { readRecording } from '../../../../support/recordedFailure.ts';

const listed = (version: string, name = 'ls-many') =>
  listBuilders('docker').parse(
    readRecording(new URL(`../../../../fixtures/buildx/${version}/${name}.json`, import.meta.url)),
  );
const socket = 'unix:///var/run/docker.sock';
const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };
const unasked = { endpoints: ['default', socket] };
const engine = { ...unasked, native: amd64 };
const stored = (name: string, ...platforms: StoredNode['platforms']): StoredNode => ({
  name,
  endpoint: socket,
  platforms,
  options: {},
  flags: [],
});
const kept = (name: string, driver: string, ...nodes: StoredNode[]) => ({ name, driver, nodes });
const store = (choice?: StoreContents['choice']): StoreContents => ({
  builders: [
    kept('away', 'remote', stored('away0')),
    kept('farm', 'remote', stored('farm0', amd64), stored('farm1', arm64)),
    kept('idle', 'docker-container', stored('idle0')),
  ],
  damaged: [],
  choice,
});
const names = (choice: StoreContents['choice'], version = '0.13.1') =>
  completeAll(listed(version), store(choice), engine).map(({ name, current }) => [name, current]);

describe('what buildx does not say of its builders', () => {
  it('is which platforms are pinned', () => {
    const farm = completeAll(listed('0.29.1'), store(), engine).find(({ name }) => name === 'farm');
    assert.deepEqual(
      farm?.nodes.map(({ platforms }) => platforms.map((own) => [formatPlatform(own.platform), own.pinned])),
      [
        [['linux/amd64', true]],
        [
          ['linux/arm64', true],
          ['linux/arm/v7', false],
        ],
      ],
    );
  });

  it('is what is pinned on a node that was not asked yet', () => {
    const builder = fromStore(kept('farm', 'remote', stored('farm0', arm64)), 'asking');
    assert.deepEqual(builder.nodes, [
      {
        name: 'farm0',
        endpoint: socket,
        status: 'asking',
        platforms: [{ platform: arm64, pinned: true }],
        labels: {},
      },
    ]);
  });

  it('is what a node runs by itself: the first of its list, or with pins what its engine says', () => {
    const [standard] = listed('0.29.1', 'ls');
    assert.ok(standard);
    assert.equal(formatPlatform(complete(standard, undefined, unasked).nodes[0]!.native!), 'linux/amd64');
    const [node] = standard.nodes;
    const container = { ...standard, driver: 'docker-container', nodes: [{ ...node!, endpoint: socket }] };
    const pinned = kept('default', 'docker-container', stored('default', arm64));
    assert.equal(complete(container, pinned, unasked).nodes[0]?.native, undefined);
    assert.ok(needsEngine(complete(container, pinned, unasked), unasked));
    assert.deepEqual(complete(container, pinned, engine).nodes[0]?.native, amd64);
    const elsewhere = { ...container, driver: 'remote' };
    assert.equal(complete(elsewhere, pinned, engine).nodes[0]?.native, undefined);
    assert.ok(!needsEngine(elsewhere, unasked));
  });

  it('is which emulators are gone', () => {
    const [standard] = listed('0.29.1', 'ls');
    assert.ok(standard);
    const lost = completeAll([standard], store(), { ...engine, handlers: [] })[0]!.nodes[0]!.platforms.filter(
      (own) => own.lost === true,
    );
    assert.deepEqual(
      lost.map((own) => formatPlatform(own.platform)),
      ['linux/arm64'],
    );
  });

  it("is, before 0.24, which one is Docker's default; it comes first, contexts last", () => {
    const others = (first: string, ...rest: string[]) => [[first, true], ...rest.map((name) => [name, false])];
    const all = ['away', 'farm', 'idle', 'default'];
    const chosen = ['farm', 'away', 'idle', 'default'] as const;
    assert.deepEqual(names({ key: socket, name: 'farm', global: false }), others(...chosen));
    assert.deepEqual(names({ key: 'tcp://elsewhere', name: 'farm', global: true }), others(...chosen));
    const context = others('default', 'away', 'farm', 'idle');
    assert.deepEqual(names({ key: socket, name: '', global: false }), context);
    assert.deepEqual(names({ key: socket, name: 'removed', global: false }), context);
    const unknown = all.map((name) => [name, undefined]);
    assert.deepEqual(names({ key: 'tcp://elsewhere', name: 'farm', global: false }), unknown);
    // the file does not exist before the first selection
    assert.deepEqual(names(undefined), context);
  });

  it('yields to what buildx does say', () => {
    assert.deepEqual(names({ key: socket, name: 'farm', global: false }, '0.29.1')[0], ['default', true]);
  });

  it('is that a node of kubernetes goes by the name of its pod', () => {
    const [standard] = listed('0.29.1', 'ls');
    const pod = { ...standard!.nodes[0]!, name: 'farm-one-6d5f-xyz', platforms: [] };
    const builder = { name: 'farm', driver: 'kubernetes', nodes: [pod] };
    const platforms = (name: string) =>
      complete(builder, kept('farm', 'kubernetes', stored(name, arm64)), engine).nodes[0]?.platforms;
    assert.deepEqual(platforms('farm_one'), [{ platform: arm64, pinned: true }]);
    assert.deepEqual(platforms('arm_one'), []);
  });
});
