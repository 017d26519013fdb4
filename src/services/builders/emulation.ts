import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Builder } from '../../domain/builder/builder.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { normalizePlatform, parsePlatform } from '../../domain/platform.ts';
import { probeProgram } from '../../domain/builder/probe.ts';
import { route } from '../../domain/builder/route.ts';
import { listHistory, removeHistory } from '../../tools/buildx/history.ts';
import { doesNotRun, probeBuild, probeDockerfile, probeFile } from '../../tools/buildx/probe.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import { installBinfmt, isEngineEndpoint } from '../../tools/docker/binfmt.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { mapLimitedToEnd } from '../concurrency/mapLimited.ts';
import type { Environment } from '../environment.ts';
import { historySince } from './history.ts';

/** The result of running a tiny program for a platform on a builder. */
export interface EmulationCheck {
  /** Such as `linux/arm64`. */
  readonly platform: string;
  readonly runs: boolean;
}

/** How emulators are installed on one engine. */
interface EmulatorInstall {
  /** A Docker context or the address of an engine, as stored in the builder. */
  readonly engine: string;
  readonly platforms: readonly string[];
  /** The command to display. */
  readonly command: readonly string[];
}

/** Emulators on the engines that a builder's nodes run on. */
export interface Emulation {
  /**
   * Runs a tiny program of each platform in a separate build on the builder, and removes the build from its history. Starts the builder.
   * Skips platforms without such a program.
   */
  check(builder: string, platforms: readonly string[], signal?: AbortSignal): Promise<readonly EmulationCheck[]>;
  /**
   * How to install emulators for the platforms, per engine on which this builder would build one of them. Empty if Docker cannot do it from
   * here.
   */
  installs(builder: Builder, platforms: readonly string[]): readonly EmulatorInstall[];
  /** The command to run on a machine that Docker cannot reach from here. */
  commandThere(platforms: readonly string[]): readonly string[];
  /** Runs these commands. Rejects with `emulatorsNotInstalled` if the installer fails. */
  install(builder: Builder, platforms: readonly string[], signal?: AbortSignal): Promise<void>;
}

const atOnce = 4;
/** Time limit for the cleanup in milliseconds: with an unreachable node, Buildx waits for 20 seconds. */
const patience = 5000;

export function createEmulation(runner: Runner, environment: Environment): Emulation {
  /** Whether the program in the folder runs. */
  async function probe(docker: string, build: Parameters<typeof probeBuild>[1], signal?: AbortSignal) {
    try {
      return await runner.run(probeBuild(docker, build), { signal });
    } catch (error) {
      if (doesNotRun(error)) {
        return false;
      }
      throw error;
    }
  }

  /** Ignores the result of the builds; a leftover record does no harm. */
  async function forget(docker: string, builder: string, name: string): Promise<void> {
    if (!atLeast(await environment.buildx(), ...historySince)) {
      return;
    }
    const records = await runner.run(listHistory(docker, builder), { timeout: patience }).catch(() => []);
    const refs = records.filter((record) => record.name === name).map(({ ref }) => ref);
    if (refs.length > 0) {
      await runner.run(removeHistory(docker, builder, refs), { timeout: patience }).catch(() => undefined);
    }
  }

  return {
    async check(builder, platforms, signal) {
      await environment.buildx(signal);
      const docker = await environment.docker();
      const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-probe-'));
      const name = `multiarch-probe-${randomUUID()}`;
      const checks: EmulationCheck[] = [];
      const check = async (platform: string, number: number): Promise<void> => {
        const program = probeProgram(platform);
        if (program) {
          const own = path.join(folder, String(number));
          await mkdir(own);
          await writeFile(path.join(own, 'Dockerfile'), probeDockerfile);
          await writeFile(path.join(own, probeFile), program);
          checks.push({ platform, runs: await probe(docker, { builder, platform, folder: own, name }, signal) });
        }
      };
      try {
        // builds that have started write into the folder, so wait before deleting it
        await mapLimitedToEnd([...new Set(platforms)], atOnce, check);
        return platforms.flatMap((platform) => checks.filter((check) => check.platform === platform));
      } finally {
        await forget(docker, builder, name);
        await rm(folder, { recursive: true, force: true });
      }
    },
    commandThere(platforms) {
      const { file, args } = installBinfmt('docker', undefined, architecturesOf(platforms));
      return [file, ...args];
    },
    installs: (builder, platforms) =>
      enginesFor(builder, platforms).map(({ engine, platforms: own }) => {
        const { file, args } = installBinfmt('docker', engine, architecturesOf(own));
        return { engine, platforms: own, command: [file, ...args] };
      }),
    async install(builder, platforms, signal) {
      const docker = await environment.docker();
      for (const { engine, platforms: own } of enginesFor(builder, platforms)) {
        const { problems } = await runner.run(installBinfmt(docker, engine, architecturesOf(own)), { signal });
        if (problems.length > 0) {
          const detail = problems.join('; ');
          throw new DiagnosedError(diagnosisOf('emulatorsNotInstalled', { platform: own.join(', '), detail }));
        }
      }
    },
  };
}

/** The engines of the nodes that Buildx would use for the platforms; only the endpoints of these drivers are engines. */
function enginesFor(builder: Builder, platforms: readonly string[]): { engine: string; platforms: string[] }[] {
  if (builder.driver !== 'docker' && builder.driver !== 'docker-container') {
    return [];
  }
  const engines = new Map<string, string[]>();
  for (const text of platforms) {
    const parsed = parsePlatform(text);
    const taken = parsed.ok ? route([parsed.value], builder)[0]?.node : undefined;
    const engine = builder.nodes.find(({ name }) => name === taken)?.endpoint;
    if (engine !== undefined && isEngineEndpoint(engine)) {
      engines.set(engine, [...(engines.get(engine) ?? []), text]);
    }
  }
  return [...engines].map(([engine, own]) => ({ engine, platforms: own }));
}

/** The names that binfmt uses. */
function architecturesOf(platforms: readonly string[]): readonly string[] {
  const names = platforms.flatMap((text) => {
    const parsed = parsePlatform(text);
    return parsed.ok ? [normalizePlatform(parsed.value).architecture] : [];
  });
  return [...new Set(names)];
}
