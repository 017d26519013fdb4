import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { compareResult, type BuildReport } from '../../domain/build/report.ts';
import { nativesOf } from '../../domain/builder/builder.ts';
import { oldBuildx } from '../../domain/builder/oldBuildx.ts';
import { isDiagnosedError, type Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { carriesSecrets } from '../../domain/build/planSecrets.ts';
import { formatPlatform, parsePlatform, type Platform } from '../../domain/platform.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import { buildCommand } from '../../tools/buildx/build.ts';
import { secretBuildCommand, shownCommand } from '../../tools/buildx/secretBuild.ts';
import { parseMetadata, type BuildMetadata } from '../../tools/buildx/metadata.ts';
import { ProgressReader, type ProgressEvent } from '../../tools/buildx/progress.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Builders } from '../builders/builders.ts';
import { hearOf, withTags, type PushWatch } from './afterPush/failedPush.ts';
import type { ProgramChecks } from './afterPush/programs.ts';
import type { TagsNow } from './afterPush/tagsNow.ts';
import { diagnoseBuild } from './failure.ts';
import { followBuild, type BuildListener, type Foreknowledge } from './follow.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import { locateFailure, locateWarnings } from './locate.ts';
import { imagesOf, reportOf, withAsked, type Outcome, type VerifiedResult } from './report.ts';
import type { BuildResults } from './results.ts';
import type { Environment } from '../environment.ts';
import type { Clear, Cleared } from '../policy/clearance.ts';
import { joinKept, type JoinDeps, type JoinedImage } from '../policy/joinKept.ts';
import type { BuildQuestions } from '../policy/questions.ts';

export interface Builds {
  /** Runs a plan to its end. Never rejects: failures and cancellation are in the report. */
  run(
    plan: BuildPlan,
    listener: BuildListener,
    signal: AbortSignal,
    /** The questions to ask before the build; without them, a build that needs an answer fails. */
    questions?: BuildQuestions,
  ): Promise<BuildReport>;
}

export interface BuildsDeps {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly builders: Builders;
  readonly results: BuildResults;
  readonly dockerfiles: Dockerfiles;
  /** Settles everything that must be decided before a build starts. */
  readonly clear: Clear;
  readonly joining: JoinDeps;
  readonly programs: ProgramChecks;
  readonly tagsNow: TagsNow;
  readonly explain: (error: unknown) => { readonly diagnosis: Diagnosis };
  /** The machine that Buildx runs on. */
  readonly client: Platform;
  /** Milliseconds from an arbitrary origin. */
  readonly now: () => number;
}

/** Milliseconds that the display waits for the route: with an unreachable node, Buildx waits for 20 seconds. */
const patience = 5000;

export function createBuilds({
  runner,
  environment,
  builders,
  results,
  dockerfiles,
  clear,
  joining,
  programs,
  tagsNow,
  explain,
  client,
  now,
}: BuildsDeps): Builds {
  async function build(
    { plan, kept, definition, overlaid = [] }: Cleared,
    listener: BuildListener,
    watch: PushWatch,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const version = await environment.buildx(signal);
    const docker = await environment.docker();
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-'));
    const metadataFile = path.join(folder, 'metadata.json');
    try {
      // 0.13 is the first version that keeps rawjson free of other text (buildx#2252)
      const progress = atLeast(version, 0, 13) ? 'rawjson' : 'plain';
      const secret = carriesSecrets(plan);
      const reporting = { progress, metadataFile } as const;
      const command = secret
        ? secretBuildCommand(docker, plan, reporting, overlaid)
        : buildCommand(docker, plan, reporting);
      const foreseen = foresee(plan, definition, signal);
      const follow = followBuild(foreseen, plan, listener);
      // separate streams, so that neither can break into a line of the other
      const [stdout, stderr] = [new ProgressReader(), new ProgressReader()];
      const hear = (events: readonly ProgressEvent[], bytes: number) => {
        hearOf(watch, events);
        follow.push(events, bytes);
      };
      watch.isStarted = true;
      const streamed = runner.stream(command, {
        signal: AbortSignal.any([signal, follow.broken]),
        directory: plan.directory,
        env: { NO_COLOR: '1', BUILDX_METADATA_PROVENANCE: 'disabled' },
        onStdout: (chunk) => {
          hear(stdout.push(chunk), chunk.length);
        },
        onStderr: (chunk) => {
          hear(stderr.push(chunk), chunk.length);
        },
      });
      const exitCode = await streamed.catch((error: unknown) => {
        follow.broken.throwIfAborted();
        throw error;
      });
      hear([...stdout.end(), ...stderr.end()], 0);
      const seen = await follow.end();
      const warnings = await locateWarnings(dockerfiles, plan, seen, definition);
      const made = seen.progress.making();
      if (exitCode !== 0) {
        const failure = diagnoseBuild(plan, exitCode, seen);
        return { failure: await locateFailure(dockerfiles, plan, failure, seen, definition), made, warnings };
      }
      const written = await readFile(metadataFile, 'utf8').catch(() => '');
      const metadata = imagesOf(plan, readMetadata(written, plan, secret), definition);
      const read = await verify(plan, metadata, signal);
      const targets = plan.platforms.length === 0 ? definition?.targets : undefined;
      const found = withAsked(read.found, metadata, targets, client);
      const isWhole =
        read.failure === undefined &&
        compareResult(plan.platforms.map(formatPlatform), found, made).missing.length === 0;
      const joined = isWhole ? await join(plan, kept, metadata, signal) : { found: [] };
      const others = found.filter((_, at) => !joined.found.some(({ target }) => target === metadata[at]?.target));
      const all = joined.found.length > 0 ? [...joined.found, ...others] : found;
      const isPushed = plan.output === 'push' && read.verified;
      const looked = isPushed ? await programs(all, signal) : all;
      return { ...read, ...joined, found: looked, made, warnings };
    } finally {
      // leftovers there are small and do no harm
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async function foresee(
    plan: BuildPlan,
    definition: BakeDefinition | undefined,
    signal: AbortSignal,
  ): Promise<Foreknowledge> {
    const builder = await builders.inUse(plan.builder, signal, patience).catch(() => undefined);
    const natives = nativesOf(builder);
    const nativeStages = await dockerfiles.nativeStages(plan, definition, natives).catch(() => []);
    const named = new Set([...(definition?.targets.values() ?? [])].flatMap(({ platforms }) => platforms));
    const given = [...named].flatMap((text) => {
      const parsed = parsePlatform(text, client);
      return parsed.ok ? [parsed.value] : [];
    });
    return { builder, nativeStages, platforms: plan.platforms.length > 0 ? plan.platforms : given };
  }

  async function verify(
    plan: BuildPlan,
    metadata: readonly BuildMetadata[],
    signal: AbortSignal,
  ): Promise<VerifiedResult> {
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

  /** Moves the tags that were built aside. If a move fails, the build failed, although its own part is in the registry. */
  async function join(
    { builder }: BuildPlan,
    kept: Cleared['kept'],
    metadata: readonly BuildMetadata[],
    signal: AbortSignal,
  ): Promise<{ readonly found: readonly JoinedImage[]; readonly failure?: Diagnosis }> {
    try {
      return { found: await joinKept(joining, kept, metadata, { signal, ...(builder !== undefined && { builder }) }) };
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return { found: [], failure: explain(error).diagnosis };
    }
  }

  return {
    async run(given, listener, signal, questions) {
      const began = now();
      const old = await environment.buildx(signal).then(oldBuildx, () => undefined);
      if (old) {
        listener.note?.({ kind: 'oldBuildx', old });
      }
      const show = (plan: BuildPlan) => {
        const command = shownCommand(plan);
        listener.command(command);
        return command;
      };
      const failed = (error: unknown): Outcome => ({
        made: [],
        warnings: [],
        failure: isDiagnosedError(error) ? error.diagnosis : explain(error).diagnosis,
      });
      const reported = (asked: BuildPlan, command: readonly string[], outcome: Outcome): BuildReport => ({
        ...reportOf(asked, command, outcome, now() - began),
        ...(old && { oldBuildx: old }),
      });
      let cleared: Cleared;
      try {
        cleared = await clear(given, listener, questions, signal);
      } catch (error) {
        return reported(given, show(given), failed(error));
      }
      const command = show(cleared.plan);
      const watch: PushWatch = { isStarted: false, hasBegun: false };
      const outcome = await build(cleared, listener, watch, signal).catch(failed);
      return withTags(reported(cleared.asked, command, outcome), cleared, watch, tagsNow);
    },
  };
}

/** A build of one Dockerfile with secrets runs as a bake build, with a target name that nothing else uses. */
function readMetadata(text: string, { kind }: BuildPlan, secret: boolean): readonly BuildMetadata[] {
  const read = parseMetadata(text, secret ? 'bake' : kind);
  return kind === 'bake' ? read : read.map(({ digest, names }) => ({ ...(digest !== undefined && { digest }), names }));
}
