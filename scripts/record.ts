/**
 * Records the output of real tools for the tests of parsers and diagnosis: `npm run record [-- SET… [NAME…]]`. Needs what the engine test
 * bed needs; takes some minutes. See test/fixtures/README.md.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildxFromGo } from '../test/bed/engine/buildxFromGo.ts';
import type { Suite } from '../test/bed/engine/packages.ts';
import { perform } from './record/perform.ts';
import type { Scenario } from './record/scenario.ts';
import { scenarios } from './record/scenarios.ts';
import { makeWorld, type World } from './record/world.ts';

interface RecordingSet {
  readonly suite: Suite;
  /** Whether buildx is built from its Go module; otherwise, it is Debian's version for the engine. */
  readonly newBuildx?: boolean;
}

const sets: Readonly<Record<string, RecordingSet>> = {
  forky: { suite: 'forky' },
  trixie: { suite: 'trixie' },
  go: { suite: 'forky', newBuildx: true },
};
const fixtures = join(import.meta.dirname, '../test/fixtures');

const asked = process.argv.slice(2);
const names = asked.filter((word) => !(word in sets));
let failed = 0;
for (const [name, set] of Object.entries(sets)) {
  if (asked.some((word) => word in sets) && !asked.includes(name)) {
    continue;
  }
  const world = await makeWorld({ suite: set.suite, ...(set.newBuildx === true && { buildx: await buildxFromGo() }) });
  try {
    await recordSet(set, world);
  } finally {
    await world.end();
  }
}
process.exitCode = failed === 0 ? 0 : 1;

async function recordSet(set: RecordingSet, world: World): Promise<void> {
  const { version, buildxVersion } = await world.engine('containerd');
  const plain = (text: string): string => /^\d+\.\d+\.\d+/.exec(text)![0];
  const folders = {
    docker: join(fixtures, 'docker', plain(version)),
    buildx: join(fixtures, 'buildx', plain(buildxVersion)),
  };
  const wanted = (scenario: Scenario): boolean =>
    // with a custom buildx, the engine is one that is already recorded
    !(set.newBuildx === true && scenario.tool === 'docker') &&
    (names.length === 0 || names.some((part) => `${scenario.tool}/${scenario.name}`.startsWith(part)));
  if (names.length === 0) {
    await rm(folders.buildx, { recursive: true, force: true });
    if (set.newBuildx !== true) {
      await rm(folders.docker, { recursive: true, force: true });
    }
  }
  for (const scenario of scenarios.filter(wanted)) {
    try {
      const { recording, metadata } = await perform(scenario, world);
      const path = join(folders[scenario.tool], scenario.name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.json`, JSON.stringify(recording, undefined, 2) + '\n');
      if (metadata !== undefined) {
        await writeFile(`${path}.metadata.json`, metadata);
      }
      const lastWords = (recording.stderr.trim() || recording.stdout.trim()).split('\n').at(-1)!.slice(0, 150);
      console.log(`${scenario.tool} ${scenario.name}: exit code ${recording.exitCode}: ${lastWords}`);
    } catch (error) {
      failed++;
      console.error(`${scenario.tool} ${scenario.name}: NOT RECORDED: ${String(error)}`);
    }
  }
}
