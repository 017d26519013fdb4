import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Block } from './eventLoop/longestBlock.ts';
import type { WorkName } from './eventLoop/works.ts';

const works: Readonly<Record<WorkName, string>> = {
  files: 'reading 3,000 YAML files',
  log: 'a build log of 100 MB',
  inside: 'looking into hostile images',
  images: 'loading 200 images',
};

/** Interference of other processes is random; the work itself is constant. */
const times = 3;

/** How long each task blocks its process: the shortest of a few runs, each in its own process. */
export async function measureEventLoop(): Promise<readonly (Block & { readonly what: string })[]> {
  const found: (Block & { readonly what: string })[] = [];
  for (const [name, what] of Object.entries(works)) {
    const blocks: Block[] = [];
    for (let run = 0; run < times; run++) {
      blocks.push(await measureOnce(name));
    }
    const [best] = blocks.sort((a, b) => a.longest - b.longest);
    found.push({ what, longest: best?.longest ?? NaN, idle: best?.idle ?? NaN });
  }
  return found;
}

async function measureOnce(name: string): Promise<Block> {
  const file = fileURLToPath(new URL('./eventLoop/works.ts', import.meta.url));
  const hooks = new URL('../support/hooks.mjs', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, [`--import=${hooks}`, file, name]);
  return JSON.parse(stdout) as Block;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, longest, idle } of await measureEventLoop()) {
    console.log(`${what}: ${longest.toFixed(1)} ms; an idle process: ${idle.toFixed(1)} ms`);
  }
}
