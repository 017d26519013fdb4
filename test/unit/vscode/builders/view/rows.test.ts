import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Builder, BuilderNode } from '../../../../../src/domain/builder/builder.ts';
import { parsePlatform } from '../../../../../src/domain/platform.ts';
import type { InUse } from '../../../../../src/vscode/builders/builderModel.ts';
import { builderWords, nodeWords } from '../../../../../src/vscode/builders/view/items/builderWords.ts';
import { childrenOf, rootsOf } from '../../../../../src/vscode/builders/view/children.ts';
import type { BuildersElement } from '../../../../../src/vscode/builders/view/elements.ts';
import { itemOf } from '../../../../../src/vscode/builders/view/items/itemOf.ts';
import { viewState } from '../../../../../src/vscode/builders/view/viewState.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

function platforms(list: string): BuilderNode['platforms'] {
  return list
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const parsed = parsePlatform(word.replace(/[*!]$/, ''));
      assert.ok(parsed.ok);
      return { platform: parsed.value, pinned: word.endsWith('*'), ...(word.endsWith('!') && { lost: true }) };
    });
}

const node = (name: string, status: string, list: string, more: Partial<BuilderNode> = {}): BuilderNode => ({
  name,
  endpoint: `tcp://${name}:1234`,
  status,
  platforms: platforms(list),
  labels: {},
  ...more,
});
const builder = (
  name: string,
  driver: string,
  nodes: readonly BuilderNode[],
  more: Partial<Builder> = {},
): Builder => ({
  name,
  driver,
  nodes,
  ...more,
});

const amd64 = 'linux/amd64 linux/amd64/v2 linux/amd64/v3';
const farm = builder('farm', 'remote', [
  node('farm0', 'running', `linux/amd64* linux/amd64/v2 linux/amd64/v3 linux/arm64 linux/s390x!`, {
    version: 'v0.34.2',
  }),
  node('farm1', 'inactive', 'linux/arm64*'),
]);
const own = builder('own', 'docker-container', [node('own0', 'inactive', '')], {
  lastActivity: '2026-11-23T09:00:00Z',
});
const refusal =
  'failed to list workers: Unavailable: connection error: desc = "transport: Error while dialing: dial tcp 192.0.2.1:1: connect: connection refused"';
const dead = builder('dead', 'kubernetes', [
  node('dead0', 'error', '', { error: `${refusal}\nmore` }),
  node('dead1', 'running', `${amd64} linux/386`),
]);
const slow = builder('slow', 'remote', [node('slow0', 'asking', '')]);
const broken = builder('broken', '', [], { damagedFile: '/home/user/.docker/buildx/instances/broken' });
const context = (name: string, current = false) =>
  builder(name, 'docker', [node(name, 'running', amd64)], { isContext: true, current });
const all = [context('default', true), broken, dead, farm, own, slow, context('desktop')];

/** The tree with every row expanded. */
function draw(builders: readonly Builder[], inUse?: InUse): string {
  const lines = (elements: readonly BuildersElement[], depth: number): string[] =>
    elements.flatMap((element) => {
      const { label, description, children } = itemOf(element, inUse, now);
      const below = childrenOf(element);
      assert.ok(below.length === 0 || children !== undefined, `${label} has rows that cannot be opened`);
      const line = `${'  '.repeat(depth)}${label}${description === undefined ? '' : `  ${description}`}`;
      return [line, ...lines(below, depth + 1)];
    });
  return `\n${lines(rootsOf(builders, inUse), 0).join('\n')}\n`;
}

describe('the rows of the builders view', () => {
  it('show every builder with its nodes and what they can build', () => {
    assert.equal(
      draw(all, { name: 'farm', by: 'setting' }),
      `
farm  in use · 1 of 2 nodes running · remote
  farm0  running · v0.34.2 · tcp://farm0:1234
    linux/amd64  native, pinned, up to v3
    linux/arm64  emulated
    linux/s390x  emulator no longer installed
  farm1  not responding · tcp://farm1:1234
    linux/arm64  pinned
    not responding; its other platforms are unknown
  Build history
broken  its file cannot be read
  fix or delete it; many Buildx commands fail while it exists
dead  1 of 2 nodes running · kubernetes
  dead0  Error: dial tcp 192.0.2.1:1: connect: connection refused · tcp://dead0:1234
    dial tcp 192.0.2.1:1: connect: connection refused
  dead1  running · tcp://dead1:1234
    linux/amd64  native, up to v3
    linux/386  native
  Build history
own  not started · docker-container
  own0  not started · tcp://own0:1234
    not started; its platforms are unknown until it runs
slow  checking… · remote
  slow0  checking… · tcp://slow0:1234
Docker contexts  default, desktop
  default  Docker’s default · running · docker
    default  running · tcp://default:1234
      linux/amd64  native, up to v3
    Build history
  desktop  running · docker
    desktop  running · tcp://desktop:1234
      linux/amd64  native, up to v3
    Build history
`,
    );
  });

  it('show the context in use as a builder, opened', () => {
    const inUse: InUse = { name: 'default', by: 'docker' };
    const [first, ...rest] = rootsOf(all, inUse);
    assert.equal(first && itemOf(first, inUse, now).label, 'default');
    assert.equal(first && itemOf(first, inUse, now).children, 'expanded');
    assert.ok(rest.every((element) => element.kind !== 'builder' || itemOf(element, inUse, now).label !== 'default'));
  });

  it('have identities that no two of them share', () => {
    const ids: string[] = [];
    const collect = (elements: readonly BuildersElement[]) => {
      for (const element of elements) {
        const { id } = itemOf(element, undefined, now);
        ids.push(...(id === undefined ? [] : [id]));
        collect(childrenOf(element));
      }
    };
    collect(rootsOf(all, undefined));
    assert.ok(ids.length > 15);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('tell in the tooltip what has no place in the row', () => {
    const tooltip = (shown: Builder, inUse?: InUse) =>
      itemOf({ kind: 'builder', builder: shown }, inUse, now).tooltip?.join('\n') ?? '';
    assert.match(
      tooltip(own),
      /^own\nDriver: docker-container\nEndpoint: tcp:\/\/own0:1234\nLast used 3 hours ago \(Nov/,
    );
    assert.match(
      tooltip(farm, { name: 'farm', by: 'environment' }),
      /BUILDX_BUILDER[^]*farm1: tcp:\/\/farm1:1234\nBuildKit: v0\.34\.2/,
    );
    assert.match(tooltip(dead), /dead0: failed to list workers[^]*emulated although another node runs it natively/);
  });

  it('are spoken with their kind', () => {
    assert.equal(
      itemOf({ kind: 'builder', builder: own }, undefined, now).spoken,
      'Builder own: not started, docker-container',
    );
  });
});

describe('what can be done with a row', () => {
  const words = (shown: Builder, inUse = false) => builderWords(shown, inUse);

  it('follows from driver and state', () => {
    assert.equal(words(own), 'builder startable extensible removable defaultable');
    assert.equal(words(dead), 'builder startable stoppable unpinned extensible running removable defaultable');
    assert.equal(words(farm, true), 'builder inUse extensible running removable defaultable');
    assert.equal(words(broken), 'builder damaged');
    assert.equal(words(context('desktop')), 'builder running');
    assert.equal(words(context('default')), 'builder running defaultable');
    assert.equal(words(builder('c', 'cloud', [])), 'builder removable defaultable');
    assert.equal(nodeWords(farm), 'node pinnable removable');
    assert.equal(nodeWords(own), 'node pinnable');
    assert.equal(nodeWords(context('desktop')), 'node');
  });

  it('is what the menus of package.json look for', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8')) as {
      contributes: { menus: Record<string, { command: string; when: string; group: string }[]> };
    };
    const inline = (context: string) =>
      (manifest.contributes.menus['view/item/context'] ?? [])
        .filter(({ group }) => group.startsWith('inline'))
        .filter(({ when }) => new RegExp(/viewItem =~ \/(.*)\//.exec(when)?.[1] ?? '(?!)').test(context))
        .map(({ command }) => command.replace('multiarch.builder.', ''))
        .join(' ');
    assert.deepEqual([words(own), words(dead), words(farm, true), words(broken), words(context('x'))].map(inline), [
      'useHere start',
      'useHere start stop pinPlatforms',
      '',
      'openFile',
      'useHere',
    ]);
  });
});

describe('the state of the view', () => {
  const state = (known: readonly Builder[] | undefined, code?: string) =>
    viewState({
      known,
      problem: code === undefined ? undefined : ({ code } as never),
      inUse: () => known?.[0] && { name: known[0].name, by: 'docker' },
    });

  it('names the welcome text where there are no rows', () => {
    const down = builder('default', 'docker', [node('default', 'error', '', { error: 'Cannot connect' })], {
      isContext: true,
    });
    assert.deepEqual(
      [
        state(undefined, 'dockerNotFound'),
        state(undefined, 'buildxMissing'),
        state(all, 'unknown'),
        state([]),
        state([down, context('other')]),
        state([down, own]),
        state(all),
      ],
      ['noDocker', 'noBuildx', 'failed', 'empty', 'engineDown', 'shown', 'shown'],
    );
  });
});
