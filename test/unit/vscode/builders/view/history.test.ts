import assert from 'node:assert/strict';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import { canForgetBuilds, type BuildRecord } from '../../../../../src/domain/builder/buildRecord.ts';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import { childrenOf } from '../../../../../src/vscode/builders/view/children.ts';
import { createHistoryChildren } from '../../../../../src/vscode/builders/view/historyChildren.ts';
import { recordItem } from '../../../../../src/vscode/builders/view/items/recordItem.ts';

const node = { name: 'b0', endpoint: 'default', status: 'running', platforms: [], labels: {} };
const builder: Builder = { name: 'b', driver: 'docker-container', nodes: [node] };
const record = (more: Partial<BuildRecord> = {}): BuildRecord => ({
  ref: 'b/b0/x',
  name: 'app',
  state: 'completed',
  startedAt: 0,
  completedAt: 4_000,
  totalSteps: 8,
  cachedSteps: 2,
  ...more,
});

describe('the row of a build', () => {
  it('says what became of it', () => {
    const item = recordItem({ kind: 'record', builder, record: record() }, 60_000);
    assert.equal(item.label, 'app');
    assert.match(item.description ?? '', /^completed · 4\.0s · 25% cached · /);
    assert.equal(item.contextValue, 'record completed');
  });

  it('shows a name as text', () => {
    const item = recordItem({
      kind: 'record',
      builder,
      record: record({ name: 'a\n\x1b[2Jb\u202e', state: 'running' }),
    });
    assert.equal(item.label, 'a b');
    assert.doesNotMatch(item.description ?? '', /cached/);
  });
});

describe('the rows of a history', () => {
  const children = (records: readonly BuildRecord[] | Error, supported = true, of: Builder = builder) =>
    createHistoryChildren({
      explain: diagnoseError,
      history: {
        support: () => Promise.resolve(supported ? { supported } : { supported, needs: '0.20', found: '0.13.1' }),
        list: () => (records instanceof Error ? Promise.reject(records) : Promise.resolve(records)),
      },
    })({ kind: 'history', builder: of });
  const texts = async (rows: ReturnType<typeof children>) =>
    (await rows).flatMap((row) => (row.kind === 'message' ? [row.text] : []));

  it('are the newest, and how many there are more', async () => {
    const rows = await children(Array.from({ length: 35 }, () => record()));
    assert.equal(rows.filter(({ kind }) => kind === 'record').length, 30);
    assert.deepEqual(await texts(Promise.resolve(rows)), ['5 more older builds']);
  });

  it('stay as they are while the builder is asked again', async () => {
    let records = [record()];
    const rowsOf = createHistoryChildren({
      explain: diagnoseError,
      history: { support: () => Promise.resolve({ supported: true }), list: () => Promise.resolve(records) },
    });
    const asked = { ...builder, nodes: builder.nodes.map((node) => ({ ...node, status: 'asking' })) };
    const before = await rowsOf({ kind: 'history', builder });
    records = [record(), record()];
    assert.equal(await rowsOf({ kind: 'history', builder: asked }), before);
    assert.equal((await rowsOf({ kind: 'history', builder })).length, 2);
    // meanwhile, the row above them exists only for a builder that had one
    const kinds = (hadHistory: boolean) =>
      childrenOf({ kind: 'builder', builder: asked }, hadHistory).map(({ kind }) => kind);
    assert.ok(kinds(true).includes('history'));
    assert.ok(!kinds(false).includes('history'));
  });

  it('say why there are none', async () => {
    assert.deepEqual(await texts(children([])), ['no builds yet']);
    assert.deepEqual(await texts(children([], false)), ['Build history requires Buildx 0.20 or newer; this is 0.13.1']);
    const [text] = await texts(children(new Error('context deadline exceeded')));
    assert.ok(text);
  });

  it('start no node', async () => {
    const stopped = { ...builder, nodes: [node, { ...node, status: 'stopped' }] };
    assert.deepEqual(await texts(children([record()], true, stopped)), [
      'available once all nodes of the builder are running',
    ]);
  });
});

describe('canForgetBuilds', () => {
  it('holds where BuildKit survives it, on every node', () => {
    const can = (...versions: (string | undefined)[]) =>
      canForgetBuilds({ nodes: versions.map((version) => ({ ...node, ...(version !== undefined && { version }) })) });
    assert.deepEqual(
      [
        can('v0.29.0'),
        can('v0.34.2', 'v1.0.0'),
        can('v0.28.1'),
        can('v0.34.2', 'v0.20.0'),
        can('v0.0.0+unknown'),
        can(undefined),
      ],
      [true, true, false, false, false, false],
    );
  });
});
