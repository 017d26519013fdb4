import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Builder } from '../domain/builder.ts';
import type { BuildPlan } from '../domain/buildPlan.ts';
import { BuildProgress } from '../domain/buildProgress.ts';
import { compareResult, type BuildReport, type BuildWarning, type Making } from '../domain/buildReport.ts';
import { isDiagnosedError, type Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { formatPlatform } from '../domain/platform.ts';
import { route, type Route } from '../domain/route.ts';
import { buildCommand } from '../tools/buildx/build.ts';
import { parseMetadata, type BuildMetadata } from '../tools/buildx/metadata.ts';
import { ProgressReader, type ProgressEvent } from '../tools/buildx/progress.ts';
import { atLeast } from '../tools/buildx/version.ts';
import { isCancelled } from '../tools/process/errors.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Builders } from './builders.ts';
import { diagnoseBuild } from './buildFailure.ts';
import type { BuildResult, BuildResults } from './buildResults.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import type { Environment } from './environment.ts';

/** Follows one build: the terminal does. */
export interface BuildListener {
  /** The command to show, before anything runs. */
  command(argv: readonly string[]): void;
  /** Once it is known who builds what; `builder` is missing where that could not be found out. */
  started(info: {
    readonly builder?: Builder;
    readonly routes: readonly Route[];
    readonly progress: BuildProgress;
  }): void;
  event(event: ProgressEvent): void;
}

export interface Builds {
  /** Runs a plan to its end. Never rejects: what went wrong, a cancellation too, is in the report. */
  run(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<BuildReport>;
}

export interface BuildsDeps {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly builders: Builders;
  readonly results: BuildResults;
  readonly dockerfiles: Dockerfiles;
  readonly explain: (error: unknown) => { readonly diagnosis: Diagnosis };
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
}

export function createBuilds({
  runner,
  environment,
  builders,
  results,
  dockerfiles,
  explain,
  now,
}: BuildsDeps): Builds {
  async function build(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<Outcome> {
    const version = await environment.buildx(signal);
    const docker = await environment.docker();
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-'));
    const metadataFile = path.join(folder, 'metadata.json');
    try {
      // 0.13 is the first that keeps rawjson free of other text (buildx#2252)
      const progress = atLeast(version, 0, 13) ? 'rawjson' : 'plain';
      const follow = follower(
        plan,
        Promise.all([
          builders.inUse(plan.builder, signal, patience).catch(() => undefined),
          dockerfiles.nativeStages(plan),
        ]),
        listener,
      );
      const command = buildCommand(docker, plan, { progress, metadataFile });
      // two streams, so that neither can break into a line of the other
      const [stdout, stderr] = [new ProgressReader(), new ProgressReader()];
      const exitCode = await runner.stream(command, {
        signal,
        directory: plan.directory,
        env: { NO_COLOR: '1', BUILDX_METADATA_PROVENANCE: 'disabled' },
        onStdout: (chunk) => {
          follow.push(stdout.push(chunk));
        },
        onStderr: (chunk) => {
          follow.push(stderr.push(chunk));
        },
      });
      follow.push([...stdout.end(), ...stderr.end()]);
      const seen = await follow.end();
      const warnings = await locateWarnings(plan, seen);
      const made = seen.progress.making();
      if (exitCode !== 0) {
        return { failure: await locateFailure(plan, diagnoseBuild(plan, exitCode, seen)), made, warnings };
      }
      const metadata = parseMetadata(await readFile(metadataFile, 'utf8').catch(() => ''), plan.kind);
      return { ...(await verify(plan, metadata, signal)), made, warnings };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function verify(plan: BuildPlan, metadata: readonly BuildMetadata[], signal: AbortSignal): Promise<Read> {
    try {
      return await results.read(plan, metadata, signal);
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      const { code, params, remedies } = explain(error).diagnosis;
      return {
        found: metadata.map(({ names: [reference], digest }) => ({
          ...(reference !== undefined && { reference }),
          ...(digest !== undefined && { digest }),
          platforms: [],
        })),
        verified: false,
        failure: { code: 'notVerified', params: { ...params, cause: code }, remedies },
      };
    }
  }

  async function locateFailure(plan: BuildPlan, failure: Diagnosis): Promise<Diagnosis> {
    const { location } = failure;
    if (!location) {
      return failure;
    }
    const file = await dockerfiles.locate(plan, location.file);
    return {
      ...failure,
      location: { ...location, file },
      remedies: failure.remedies.map((remedy) => (remedy.id === 'openFile' ? { ...remedy, file } : remedy)),
    };
  }

  async function locateWarnings(plan: BuildPlan, { progress }: Heard): Promise<BuildWarning[]> {
    const files = new Map<string, string>();
    const warnings: BuildWarning[] = [];
    for (const { rule, message, file, line } of progress.warnings()) {
      if (file !== undefined && line !== undefined) {
        const located = files.get(file) ?? (await dockerfiles.locate(plan, file));
        files.set(file, located);
        warnings.push({ ...(rule !== undefined && { rule }), message, file: located, line });
      }
    }
    return warnings;
  }

  return {
    async run(plan, listener, signal) {
      const began = now();
      const shown = buildCommand('docker', plan);
      const command = [shown.file, ...shown.args];
      listener.command(command);
      const outcome = await build(plan, listener, signal).catch((error: unknown): Outcome => ({
        made: [],
        warnings: [],
        failure: isDiagnosedError(error) ? error.diagnosis : explain(error).diagnosis,
      }));
      return report(plan, command, outcome, now() - began);
    },
  };
}

interface Read extends BuildResult {
  readonly failure?: Diagnosis;
}

interface Outcome extends Partial<Read> {
  readonly made: readonly Making[];
  readonly warnings: readonly BuildWarning[];
}

function report(plan: BuildPlan, command: readonly string[], outcome: Outcome, ms: number): BuildReport {
  const { found = [], made, warnings } = outcome;
  const reference = plan.tags[0] ?? found[0]?.reference;
  const digest = found[0]?.digest;
  const verified = outcome.verified ?? false;
  const asked = plan.platforms.map(formatPlatform);
  const compared =
    verified || found.some(({ platforms }) => platforms.length > 0)
      ? compareResult(asked, found, made)
      : { platforms: made, missing: [] };
  const failure =
    outcome.failure ??
    (compared.missing.length > 0
      ? diagnosisOf('platformsMissing', {
          platform: compared.missing.join(', '),
          ...(reference !== undefined && { image: reference }),
        })
      : undefined);
  return {
    ok: failure === undefined,
    command,
    ...(reference !== undefined && { reference }),
    ...(digest !== undefined && { digest }),
    verified,
    images: found.map((image) => ({
      ...(image.reference !== undefined && { reference: image.reference }),
      ...(image.digest !== undefined && { digest: image.digest }),
    })),
    ...compared,
    ms: Math.round(ms),
    warnings,
    ...(failure && { failure }),
  };
}

/** What was heard of a build besides its exit code. */
export interface Heard {
  readonly progress: BuildProgress;
  readonly builder?: Builder;
  readonly routes: readonly Route[];
  /** The lines that were no progress, the last ones. */
  readonly lines: readonly string[];
}

const linesKept = 400;
/** Milliseconds that the display waits to hear who builds what: a node out of reach makes buildx wait for 20 seconds. */
const patience = 5000;

/** Hands the events on as soon as it is known which node builds what; the build itself does not wait for that. */
function follower(
  plan: BuildPlan,
  asking: Promise<readonly [Builder | undefined, readonly string[]]>,
  listener: BuildListener,
) {
  const lines: string[] = [];
  let waiting: ProgressEvent[] | undefined = [];
  let progress: BuildProgress | undefined;
  const pass = (event: ProgressEvent) => {
    if (event.kind === 'update') {
      progress?.apply(event.update);
    } else {
      lines.push(event.line);
      if (lines.length > linesKept) {
        lines.shift();
      }
    }
    listener.event(event);
  };
  const ready = asking.then(([builder, nativeStages]) => {
    const routes = builder
      ? route(plan.platforms, builder)
      : plan.platforms.map((platform) => ({ platform: formatPlatform(platform), how: 'unknown' as const }));
    const followed = new BuildProgress({ routes, nativeStages });
    progress = followed;
    listener.started({ ...(builder && { builder }), routes, progress: followed });
    for (const event of waiting ?? []) {
      pass(event);
    }
    waiting = undefined;
    return { ...(builder && { builder }), routes, progress: followed };
  });
  return {
    push(events: readonly ProgressEvent[]) {
      if (waiting) {
        waiting.push(...events);
      } else {
        events.forEach(pass);
      }
    },
    async end(): Promise<Heard> {
      return { ...(await ready), lines };
    },
  };
}
