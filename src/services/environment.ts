import { oldBuildx } from '../domain/builder/oldBuildx.ts';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { buildxVersion, type BuildxVersion } from '../tools/buildx/version.ts';
import { dockerInfo, type Engine } from '../tools/docker/info.ts';
import { isCommandError } from '../tools/process/errors.ts';
import { findExecutable } from '../tools/process/findExecutable.ts';
import type { Runner } from '../tools/process/runner.ts';

/** The installed programs. Found on demand and cached while valid; a missing or too old program is searched for again. */
export interface Environment {
  /** Absolute path of the Docker CLI. Rejects with `dockerNotFound`. */
  readonly docker: () => Promise<string>;
  /** Rejects with `dockerNotFound` or `buildxMissing`. */
  buildx(signal?: AbortSignal): Promise<BuildxVersion | undefined>;
  /** The engine of the current context; rejects with `engineNotRunning` or `engineAccessDenied`. Never cached. */
  engine(signal?: AbortSignal): Promise<Engine>;
}

export interface EnvironmentDeps {
  readonly runner: Runner;
  /** The name or path of the Docker CLI from the settings. */
  readonly dockerPath: () => string;
  readonly explain: (error: unknown) => DiagnosedError;
}

export function createEnvironment({ runner, dockerPath, explain }: EnvironmentDeps): Environment {
  let known: { readonly docker: string; readonly version: BuildxVersion | undefined } | undefined;

  async function docker(): Promise<string> {
    const wanted = dockerPath();
    const found = await findExecutable(wanted);
    if (found === undefined) {
      throw new DiagnosedError(diagnosisOf('dockerNotFound', { path: wanted }));
    }
    return found;
  }

  return {
    docker,
    async buildx(signal) {
      const file = await docker();
      if (known?.docker === file && oldBuildx(known.version) === undefined) {
        return known.version;
      }
      try {
        const version = await runner.run(buildxVersion(file), { signal });
        known = { docker: file, version };
        return version;
      } catch (error) {
        if (isCommandError(error) && error.spawnError === undefined) {
          throw new DiagnosedError(diagnosisOf('buildxMissing', { detail: error.stderr.trim() }));
        }
        throw error;
      }
    },
    async engine(signal) {
      const { engine, problem } = await runner.run(dockerInfo(await docker()), { signal });
      if (engine) {
        return engine;
      }
      throw explain(new Error(problem));
    },
  };
}
