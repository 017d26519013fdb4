import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildPlan } from '../domain/buildPlan.ts';
import {
  compareResult,
  type BuildReport,
  type BuildWarning,
  type FoundImage,
  type Making,
} from '../domain/buildReport.ts';
import { nativePlatform, type Builder } from '../domain/builder.ts';
import { isDiagnosedError, type Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { carriesSecrets } from '../domain/planSecrets.ts';
import { formatPlatform, parsePlatform, type Platform } from '../domain/platform.ts';
import { pushes, type BakeDefinition } from '../domain/policy/bakeDefinition.ts';
import { buildCommand } from '../tools/buildx/build.ts';
import { secretBuildCommand, shownCommand } from '../tools/buildx/secretBuild.ts';
import { parseMetadata, type BuildMetadata } from '../tools/buildx/metadata.ts';
import { ProgressReader } from '../tools/buildx/progress.ts';
import { atLeast } from '../tools/buildx/version.ts';
import { isCancelled } from '../tools/process/errors.ts';
import type { Runner } from '../tools/process/runner.ts';
import type { Builders } from './builders/builders.ts';
import { diagnoseBuild } from './buildFailure.ts';
import { followBuild, type BuildListener, type Foreknowledge, type Heard } from './buildFollower.ts';
import type { BuildResult, BuildResults } from './buildResults.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import type { Environment } from './environment.ts';
import type { Clear, Cleared } from './policy/clearance.ts';
import { joinKept, type JoinDeps, type JoinedImage } from './policy/joinKept.ts';
import type { BuildQuestions } from './policy/questions.ts';

export interface Builds {
  /** Runs a plan to its end. Never rejects: what went wrong, a cancellation too, is in the report. */
  run(
    plan: BuildPlan,
    listener: BuildListener,
    signal: AbortSignal,
    /** Asked where something has to be decided first; without them such a build fails. */
    questions?: BuildQuestions,
  ): Promise<BuildReport>;
}

export interface BuildsDeps {
  readonly runner: Runner;
  readonly environment: Environment;
  readonly builders: Builders;
  readonly results: BuildResults;
  readonly dockerfiles: Dockerfiles;
  /** Has everything settled that must be before a build starts. */
  readonly clear: Clear;
  readonly joining: JoinDeps;
  readonly explain: (error: unknown) => { readonly diagnosis: Diagnosis };
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
}

/** Milliseconds that the display waits to hear who builds what: a node out of reach makes buildx wait for 20 seconds. */
const patience = 5000;

export function createBuilds({
  runner,
  environment,
  builders,
  results,
  dockerfiles,
  clear,
  joining,
  explain,
  now,
}: BuildsDeps): Builds {
  async function build(
    { plan, kept, definition, overlaid = [] }: Cleared,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const version = await environment.buildx(signal);
    const docker = await environment.docker();
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-'));
    const metadataFile = path.join(folder, 'metadata.json');
    try {
      // 0.13 is the first that keeps rawjson free of other text (buildx#2252)
      const progress = atLeast(version, 0, 13) ? 'rawjson' : 'plain';
      const secret = carriesSecrets(plan);
      const reporting = { progress, metadataFile } as const;
      const command = secret
        ? secretBuildCommand(docker, plan, reporting, overlaid)
        : buildCommand(docker, plan, reporting);
      const foreseen = foresee(plan, definition, signal);
      const follow = followBuild(foreseen, plan, listener);
      // two streams, so that neither can break into a line of the other
      const [stdout, stderr] = [new ProgressReader(), new ProgressReader()];
      const streamed = runner.stream(command, {
        signal: AbortSignal.any([signal, follow.broken]),
        directory: plan.directory,
        env: { NO_COLOR: '1', BUILDX_METADATA_PROVENANCE: 'disabled' },
        onStdout: (chunk) => {
          follow.push(stdout.push(chunk), chunk.length);
        },
        onStderr: (chunk) => {
          follow.push(stderr.push(chunk), chunk.length);
        },
      });
      const exitCode = await streamed.catch((error: unknown) => {
        follow.broken.throwIfAborted();
        throw error;
      });
      follow.push([...stdout.end(), ...stderr.end()]);
      const seen = await follow.end();
      const warnings = locateWarnings(plan, seen, definition);
      const made = seen.progress.making();
      if (exitCode !== 0) {
        return {
          failure: locateFailure(plan, diagnoseBuild(plan, exitCode, seen), failedTarget(seen), definition),
          made,
          warnings,
        };
      }
      const written = await readFile(metadataFile, 'utf8').catch(() => '');
      const metadata = imagesOf(plan, readMetadata(written, plan, secret), definition);
      const read = await verify(plan, metadata, signal);
      const targets = plan.platforms.length === 0 ? definition?.targets : undefined;
      const found = withAsked(read.found, metadata, targets, nativesOf((await foreseen).builder)[0]);
      const isWhole =
        read.failure === undefined && compareResult(namesOf(plan.platforms), found, made).missing.length === 0;
      const joined = isWhole ? await join(plan, kept, metadata, signal) : { found: [] };
      const others = found.filter((_, at) => !joined.found.some(({ target }) => target === metadata[at]?.target));
      const all = joined.found.length > 0 ? [...joined.found, ...others] : found;
      return { ...read, ...joined, found: all, made, warnings };
    } finally {
      // what is left there is of no use to anybody, and of no weight
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
      const parsed = parsePlatform(text, natives[0]);
      return parsed.ok ? [parsed.value] : [];
    });
    return { builder, nativeStages, platforms: plan.platforms.length > 0 ? plan.platforms : given };
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

  /** Moves the tags that were built aside. A build that could not is a failure, though its own part is in the registry. */
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

  function locateFailure(
    plan: BuildPlan,
    failure: Diagnosis,
    target: string | undefined,
    definition: BakeDefinition | undefined,
  ): Diagnosis {
    const { location, ...rest } = failure;
    if (!location) {
      return failure;
    }
    const file = dockerfiles.locate(plan, location.file, definition, target);
    if (file === undefined) {
      return { ...rest, remedies: failure.remedies.filter(({ id }) => id !== 'openFile') };
    }
    // a remedy is carried out in the workspace folder
    const opened = path.join(path.relative(plan.workspace, plan.directory), file);
    return {
      ...failure,
      location: { ...location, file },
      remedies: failure.remedies.map((remedy) => (remedy.id === 'openFile' ? { ...remedy, file: opened } : remedy)),
    };
  }

  function locateWarnings(
    plan: BuildPlan,
    { progress }: Heard,
    definition: BakeDefinition | undefined,
  ): BuildWarning[] {
    const warnings: BuildWarning[] = [];
    for (const { rule, message, file, line, target } of progress.warnings()) {
      const located = file === undefined ? undefined : dockerfiles.locate(plan, file, definition, target);
      if (located !== undefined && line !== undefined) {
        warnings.push({ ...(rule !== undefined && { rule }), message, file: located, line });
      }
    }
    return warnings;
  }

  return {
    async run(given, listener, signal, questions) {
      const began = now();
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
      let cleared: Cleared;
      try {
        cleared = await clear(given, listener, questions, signal);
      } catch (error) {
        return report(given, show(given), failed(error), now() - began);
      }
      const command = show(cleared.plan);
      const outcome = await build(cleared, listener, signal).catch(failed);
      return report(cleared.asked, command, outcome, now() - began);
    },
  };
}

/** A build of one Dockerfile that hands over secrets is one of bake, with a target that is ours and nobody's name. */
function readMetadata(text: string, { kind }: BuildPlan, secret: boolean): readonly BuildMetadata[] {
  const read = parseMetadata(text, secret ? 'bake' : kind);
  return kind === 'bake' ? read : read.map(({ digest, names }) => ({ ...(digest !== undefined && { digest }), names }));
}

/** What buildx wrote of the images that were asked for: targets that others are made of, and files, are none. */
function imagesOf(
  plan: BuildPlan,
  metadata: readonly BuildMetadata[],
  definition: BakeDefinition | undefined,
): readonly BuildMetadata[] {
  return metadata.filter(({ target }) => {
    const defined = target === undefined ? undefined : definition?.targets.get(target);
    const isMember = defined === undefined || definition?.members.includes(target ?? '') === true;
    return isMember && (plan.output !== 'push' || defined === undefined || defined.outputs.some(pushes));
  });
}

/** buildx names the target where it builds several: at the failed step, and in front of the error. */
function failedTarget({ progress, lines }: Heard): string | undefined {
  const named = lines.map((line) => /^ERROR: target (\S+): /.exec(line)?.[1]).find((target) => target !== undefined);
  return progress.failedStep()?.target ?? named;
}

/** What the nodes are themselves; nothing where one of them does not tell, since a pinned platform comes first. */
function nativesOf(builder: Builder | undefined): readonly Platform[] {
  const natives = builder?.nodes.map((node) =>
    node.platforms.some(({ pinned }) => pinned) ? node.native : nativePlatform(node),
  );
  return natives?.every((native) => native !== undefined) === true ? natives : [];
}

/** Notes at each image the platforms that its bake target asked for; one that cannot be told is not noted. */
function withAsked(
  found: readonly FoundImage[],
  metadata: readonly BuildMetadata[],
  targets: BakeDefinition['targets'] | undefined,
  native: Platform | undefined,
): FoundImage[] {
  return found.map((image) => {
    const target = metadata.find(({ digest }) => digest !== undefined && digest === image.digest)?.target;
    const asked = target === undefined ? undefined : targets?.get(target)?.platforms;
    return { ...image, ...(asked && { asked: asked.flatMap((text) => named(text, native)) }) };
  });
}

function namesOf(platforms: readonly Platform[]): readonly string[] {
  return platforms.map(formatPlatform);
}

function named(text: string, native: Platform | undefined): readonly string[] {
  const parsed = parsePlatform(text, native);
  return parsed.ok ? [formatPlatform(parsed.value)] : [];
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
  const asked = namesOf(plan.platforms);
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
