import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { measureActivation } from '../test/bench/activation.ts';
import { BedUnavailable } from '../test/bed/engine/unavailable.ts';
import '../test/support/hooks.mjs';

// they use code that imports `vscode`, which the hooks replace
const { measureBuildOverhead } = await import('../test/bench/buildOverhead.ts');
const { measureBuilders } = await import('../test/bench/builders.ts');
const { measureEventLoop } = await import('../test/bench/eventLoop.ts');
const { measureFiles } = await import('../test/bench/files.ts');
const { measureImages } = await import('../test/bench/images.ts');
const { measureNodes } = await import('../test/bench/nodes.ts');
const { measureProgress } = await import('../test/bench/progress.ts');

/** A line of the result: a measurement and its limit. */
interface Line {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly kept: boolean;
}

const lines: Line[] = [];
const add = (what: string, measured: string, budget: string, kept: boolean) =>
  lines.push({ what, measured, budget, kept });
/** The measurements to make; by default all. */
const wanted = process.argv.slice(2);
const names = new Set<string>();

/** Makes a measurement if it is wanted; skips what this machine cannot provide, and reports it. */
async function measurement(name: string, measure: () => void | Promise<void>): Promise<void> {
  names.add(name);
  if (wanted.length > 0 && !wanted.includes(name)) {
    return;
  }
  try {
    await measure();
  } catch (error) {
    if (!(error instanceof BedUnavailable)) {
      throw error;
    }
    console.log(`skipped: ${name} (${error.message})`);
  }
}
const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
const bundle = statSync('dist/extension.cjs').size;
add('bundle that activation loads', kB(bundle), 'under 150 kB', bundle < 150_000);

const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
const vsix = 'dist/bench.vsix';
execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], { stdio: 'ignore' });
const packed = statSync(vsix).size;
add('package (.vsix)', kB(packed), 'under 600 kB', packed < 600_000);

await measurement('activation', async () => {
  const { ours, empty, executed, inUse, process: grown } = await measureActivation(vsix);
  const above = executed.ours - executed.empty;
  add(
    'activation in VS Code, above that of an empty extension (medians of ten)',
    `${above.toFixed(1)} ms of the thread (${executed.ours.toFixed(1)} and ${executed.empty.toFixed(1)}), ${(ours - empty).toFixed(1)} ms by the clock (${ours.toFixed(1)} and ${empty.toFixed(1)})`,
    'under 20 ms of the thread',
    above < 20,
  );
  add(
    'memory of the extension host 30 s later, above that with an empty extension',
    `${(inUse / 2 ** 20).toFixed(1)} MiB in use, the process ${(grown / 2 ** 20).toFixed(1)} MiB`,
    'under 5 MiB',
    inUse < 5 * 2 ** 20 && grown < 5 * 2 ** 20,
  );
});

await measurement('builders', () => {
  const listed = measureBuilders();
  add(
    `rows of the builders view out of what buildx ls answers, for ${listed.nodes} nodes`,
    `${listed.ms.toFixed(1)} ms (${listed.rows} rows)`,
    'at least 120 nodes, under 100 ms',
    listed.nodes >= 120 && listed.ms < 100,
  );
});

await measurement('progress', () => {
  const { reading, showing } = measureProgress(100);
  for (const [what, { bytes, seconds, growth, processGrowth }] of [
    ['reading 100 MB of rawjson', reading],
    ['reading, following and showing 100 MB of rawjson', showing],
  ] as const) {
    const speed = bytes / 1e6 / seconds;
    add(
      what,
      `${speed.toFixed(0)} MB in a second of its thread, in use +${(growth / 1e6).toFixed(1)} MB (the process +${(processGrowth / 1e6).toFixed(0)} MB)`,
      'over 50 MB/s, in use less than +5 MB',
      speed > 50 && growth < 5e6,
    );
  }
});

await measurement('eventLoop', async () => {
  for (const { what, longest, idle } of await measureEventLoop()) {
    add(
      `event loop while ${what}`,
      `blocked for ${longest.toFixed(0)} ms at most (an idle process at that time: ${idle.toFixed(0)} ms)`,
      'under 50 ms, the best of 3 runs',
      longest < 50,
    );
  }
});

await measurement('files', async () => {
  const { first, all, plain, growth } = await measureFiles();
  add(
    'images of 3,000 YAML files, against reading them with the YAML library alone',
    `the first after ${first.toFixed(2)} s, all after ${all.toFixed(1)} s, ${(all / plain).toFixed(2)} x the time, memory +${(growth / 1e6).toFixed(0)} MB`,
    'the first in under 1 s, at most 2 x the time, under 50 MB',
    first < 1 && all <= 2 * plain && growth < 50e6,
  );
});

await measurement('build', async () => {
  const { ratio, ours, byHand } = await measureBuildOverhead();
  add(
    'build, against the same docker buildx build by hand',
    `${ratio.toFixed(3)} x (${ours.toFixed(1)} s and ${byHand.toFixed(1)} s)`,
    'at most 1.05 x',
    ratio <= 1.05,
  );
});

await measurement('nodes', async () => {
  const { ours, byHand, bare, growth } = await measureNodes();
  const time = ours.seconds / byHand.seconds;
  add(
    'nodes of a cluster that has 5,000, against kubectl get nodes -o json',
    `${time.toFixed(2)} x the time (${ours.seconds.toFixed(1)} s), memory +${(growth / 1e6).toFixed(0)} MB`,
    'at most 0.25 x the time, under 50 MB',
    time <= 0.25 && growth < 50e6,
  );
  const above = ours.seconds / bare.seconds;
  // no request of kubectl omits the images and includes the taints (ARCHITECTURE.md)
  add(
    'the same nodes, against kubectl get --raw alone',
    `${above.toFixed(2)} x the time, ${(ours.bytes / bare.bytes).toFixed(2)} x the bytes`,
    'at most 1.2 x the time, the same bytes',
    above <= 1.2 && ours.bytes <= bare.bytes,
  );
});

await measurement('images', async () => {
  const { ours, bare, besideBare, again, otherWindow, imagetools, skopeo, growth } = await measureImages();
  const times = (other: number) => `${(other / ours).toFixed(0)} x`;
  add(
    '200 images inspected, against a loop of docker buildx imagetools inspect --raw and of skopeo inspect --raw',
    `${times(imagetools)} and ${times(skopeo)} faster (${ours.toFixed(1)} s), memory +${(growth / 1e6).toFixed(0)} MB`,
    'at least 20 x faster than imagetools, faster than skopeo, under 100 MB',
    imagetools / ours >= 20 && skopeo > ours && growth < 100e6,
  );
  const above = besideBare / bare;
  add(
    'the same images, against nothing but their requests over kept connections',
    `${above.toFixed(2)} x (${besideBare.toFixed(2)} s and ${bare.toFixed(2)} s)`,
    'at most 1.3 x',
    above <= 1.3,
  );
  add(
    'the same images once more, and in another window, against the first look',
    `${(again / ours).toFixed(2)} x and ${(otherWindow / ours).toFixed(2)} x`,
    'less',
    again < ours && otherWindow < ours,
  );
});

const unknown = wanted.filter((name) => !names.has(name));
if (unknown.length > 0) {
  throw new Error(`unknown measurements: ${unknown.join(', ')}; there are ${[...names].join(', ')}`);
}
for (const { what, measured, budget, kept } of lines) {
  console.log(`${kept ? 'kept    ' : 'EXCEEDED'}  ${what}: ${measured}  (${budget})`);
}
process.exit(lines.every(({ kept }) => kept) ? 0 : 1);
