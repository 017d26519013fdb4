import assert from 'node:assert/strict';
import type { Builder, BuilderNode, NodePlatform } from '../../src/domain/builder/builder.ts';
import { parsePlatform } from '../../src/domain/platform.ts';

/**
 * A builder named `farm` with the driver `remote` and nodes `farm0`, `farm1` …, each given by its listed platforms: `*` marks a pinned one,
 * `-` one whose emulator is gone. The word `inactive`, or another state of buildx, is a node that is not running.
 */
export function farm(...nodes: readonly string[]): Builder {
  return { name: 'farm', driver: 'remote', nodes: nodes.map(nodeFrom) };
}

const states = ['inactive', 'stopped', 'error', 'asking'];

function nodeFrom(words: string, index: number): BuilderNode {
  const list = words.split(' ').filter((word) => word !== '');
  const [state] = list.filter((word) => states.includes(word));
  return {
    name: `farm${index}`,
    endpoint: `tcp://farm${index}.example.com:1234`,
    status: state ?? 'running',
    labels: {},
    platforms: list.filter((word) => !states.includes(word)).map(platformFrom),
  };
}

function platformFrom(word: string): NodePlatform {
  const parsed = parsePlatform(word.replace(/[*-]$/, ''));
  assert.ok(parsed.ok);
  return { platform: parsed.value, pinned: word.endsWith('*'), ...(word.endsWith('-') && { lost: true }) };
}
