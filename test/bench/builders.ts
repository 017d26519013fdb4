import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completeAll } from '../../src/services/builders/listing/complete.ts';
import type { StoreContents } from '../../src/services/builders/listing/store.ts';
import { listBuilders } from '../../src/tools/buildx/builders/list.ts';
import type { Output } from '../../src/tools/process/command.ts';
import { childrenOf, rootsOf } from '../../src/vscode/builders/view/children.ts';
import { itemOf } from '../../src/vscode/builders/view/items/itemOf.ts';

type Element = ReturnType<typeof rootsOf>[number];

const recorded = new URL('../fixtures/buildx/0.29.1/ls-forty.json', import.meta.url);
const engine = {
  endpoints: ['default', 'unix:///var/run/docker.sock'],
  native: { os: 'linux', architecture: 'amd64' },
};

/**
 * The time from the output of buildx to every row of the expanded view, with 40 builders of 3 nodes: the first time in this process, which
 * is what a user experiences, in milliseconds.
 */
export function measureBuilders(): { readonly ms: number; readonly nodes: number; readonly rows: number } {
  const output = JSON.parse(readFileSync(recorded, 'utf8')) as Output;
  const { parse } = listBuilders('docker');
  const contents = storeOf(output);
  const began = performance.now();
  const builders = completeAll(parse(output), contents, engine);
  const inUse = { name: 'default', by: 'docker' as const };
  const elements: Element[] = [];
  for (const queue: Element[] = [...rootsOf(builders, inUse)]; queue.length > 0;) {
    const element = queue.shift();
    if (element) {
      elements.push(element);
      queue.push(...childrenOf(element));
    }
  }
  const rows = elements.map((element) => itemOf(element, inUse, 0));
  const ms = performance.now() - began;
  return { ms, nodes: elements.filter(({ kind }) => kind === 'node').length, rows: rows.length };
}

/** The store of those builders, with their platforms pinned. */
function storeOf(output: Output): StoreContents {
  const builders = listBuilders('docker')
    .parse(output)
    .filter(({ driver }) => driver === 'remote')
    .map(({ name, driver, nodes }) => ({
      name,
      driver,
      nodes: nodes.map((node) => ({
        name: node.name,
        endpoint: node.endpoint,
        platforms: node.platforms.map(({ platform }) => platform),
        options: {},
        flags: [],
      })),
    }));
  return { builders, damaged: [], choice: undefined };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ms, nodes, rows } = measureBuilders();
  console.log(`${nodes} nodes, ${rows} rows in ${ms.toFixed(1)} ms`);
}
