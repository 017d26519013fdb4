import { build } from 'esbuild';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { BedUnavailable } from '../../test/bed/engine/unavailable.ts';
import type { Edition } from '../../test/bed/vscode/install.ts';
import { runInsideVsCode } from '../../test/bed/vscode/inside.ts';
import { bringWorld, type World } from '../../test/bed/world.ts';

const root = path.resolve(import.meta.dirname, '../..');
const bundles = path.join(root, 'out/test-vscode');

/** Bundles the tests of test/vscode for the extension host, which loads CommonJS. */
async function bundleTests(): Promise<void> {
  await rm(bundles, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/index.ts', 'test/vscode/**/*.test.ts'],
    outbase: 'test/vscode',
    outdir: bundles,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    packages: 'external',
    external: ['vscode'],
    logLevel: 'warning',
  });
}

/** The engine and registry for the tests, or why there are none. */
function tellWorld(world: World | BedUnavailable): Record<string, string> {
  return world instanceof BedUnavailable
    ? { MULTIARCH_TEST_NO_ENGINE: world.message }
    : { ...world.engine.env, MULTIARCH_TEST_REGISTRY: world.registry.host, MULTIARCH_TEST_BASE: world.base };
}

/**
 * Runs the tests of test/vscode inside VS Code, on a copy of the sample.
 * @returns errors other than failed tests; empty if there are none
 * @throws BedUnavailable
 */
export async function runInVsCode(edition: Edition, events: string, limit: number): Promise<string> {
  await bundleTests();
  const world = await bringWorld().catch((error: unknown) => {
    if (error instanceof BedUnavailable) {
      return error;
    }
    throw error;
  });
  try {
    await mkdir(path.dirname(events), { recursive: true });
    return await runInsideVsCode({
      edition,
      extension: root,
      tests: path.join(bundles, 'index.cjs'),
      workspace: path.join(root, 'samples/system-info-exporter'),
      env: { ...tellWorld(world), MULTIARCH_TEST_EVENTS: events },
      timeout: limit,
    });
  } finally {
    if (!(world instanceof BedUnavailable)) {
      await world.stop();
    }
  }
}
