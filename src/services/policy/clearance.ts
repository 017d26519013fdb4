import path from 'node:path';
import { BuildProgress } from '../../domain/buildProgress.ts';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { carriesSecrets } from '../../domain/build/planSecrets.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { Platform } from '../../domain/platform.ts';
import { linkedTargets, type BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import { stayHere, targetsThatLeave } from '../../domain/policy/stayHere.ts';
import { taggedId } from '../../domain/sources/manifests/pinText.ts';
import { pushedImages, sideOf } from '../../domain/policy/pushes.ts';
import { bakeDefinition } from '../../tools/buildx/bakeDefinition.ts';
import { namedTarget } from '../../tools/buildx/build.ts';
import { CancelledError, isCommandError, type CommandError } from '../../tools/process/errors.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { diagnoseBuild } from '../builds/failure.ts';
import type { BuildListener } from '../builds/follow.ts';
import type { Environment } from '../environment.ts';
import { createAccessGuard, type AccessGuardDeps } from './accessGuard.ts';
import { atTop, contextsAreThere } from './atTop.ts';
import { createPlanGuard, type PlanGuardDeps } from './planGuard.ts';
import { createPushGuard, type GuardedPush, type PushGuardDeps } from './pushGuard.ts';
import type { BuildQuestions } from './questions.ts';
import { requireBuildx } from './requireBuildx.ts';

export interface Cleared extends GuardedPush {
  /** Bake's result for its files; undefined for a build of one Dockerfile. */
  readonly definition?: BakeDefinition;
  /** The targets that receive the secrets: those that existed before. */
  readonly overlaid?: readonly string[];
}

/**
 * Settles everything that must be decided before a build starts. Rejects with a `DiagnosedError` or `CancelledError` if the build must not
 * start.
 */
export type Clear = (
  plan: BuildPlan,
  listener: BuildListener,
  questions: BuildQuestions | undefined,
  signal: AbortSignal,
) => Promise<Cleared>;

export type ClearanceDeps = AccessGuardDeps &
  PushGuardDeps &
  PlanGuardDeps & {
    readonly runner: Pick<Runner, 'run'>;
    readonly environment: Pick<Environment, 'buildx' | 'docker'>;
  };

/**
 * The gate that every build passes: what a bake file may access, that nothing leaves this machine without a push, and that no push removes
 * platforms from a tag without consent.
 */
export function createClearance(deps: ClearanceDeps): Clear {
  const { runner, environment } = deps;
  const guardAccess = createAccessGuard(deps);
  const guardPush = createPushGuard(deps);
  const guardPlan = createPlanGuard(deps);

  async function print(plan: BuildPlan, overlaid: readonly string[] | undefined, signal: AbortSignal) {
    const command = bakeDefinition(await environment.docker(), plan, overlaid);
    return runner.run(command, { signal, directory: plan.directory });
  }

  /** If bake cannot read its files, the build fails in the same way, so the message is the same. */
  async function define(
    plan: BuildPlan,
    overlaid: readonly string[] | undefined,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<BakeDefinition> {
    try {
      return await print(plan, overlaid, signal);
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      const lines = error.stderr.split('\n').filter((line) => line !== '' && !/^#\d+ /.test(line));
      lines.forEach((line) => {
        listener.event({ kind: 'text', line });
      });
      const progress = new BuildProgress({ routes: [], nativeStages: [] });
      throw new DiagnosedError(diagnoseBuild(plan, error.exitCode, { progress, routes: [], lines }));
    }
  }

  /**
   * Finds the target that an image name belongs to. The requested target may be a group or a matrix, which `--set` does not support, and a
   * target that others are based on must not get the name as well.
   */
  async function nameTarget(plan: BuildPlan, listener: BuildListener, signal: AbortSignal): Promise<Named> {
    const named = async (as: BuildPlan): Promise<Named> => ({
      plan: as,
      definition: await define(as, undefined, listener, signal),
    });
    if (plan.tags.length === 0) {
      return named(plan);
    }
    if (namedTarget(plan) !== undefined) {
      try {
        const definition = await print(plan, undefined, signal);
        const linked = linkedIn(definition);
        // based on a target for another platform, the image would contain programs of that platform
        return linked.length > 0 && plan.platforms.length > 0 ? await named({ ...plan, linked }) : { plan, definition };
      } catch (error) {
        if (!isRefusal(error)) {
          throw error;
        }
      }
    }
    const found = await define({ ...plan, tags: [] }, undefined, listener, signal);
    const { members } = found;
    if (members.length > 1) {
      throw new DiagnosedError(diagnosisOf('severalImages', { detail: members.join(', ') }));
    }
    return named({ ...plan, members, linked: linkedIn(found) });
  }

  /** Files in `ci/` whose paths are relative to the workspace root run there, because the requested folder has nothing to build from. */
  async function place({ plan, definition }: Named, listener: BuildListener, signal: AbortSignal): Promise<Named> {
    const moved = atTop(plan);
    if (moved === undefined || (await contextsAreThere(plan.directory, definition))) {
      return { plan, definition };
    }
    try {
      const there = await print(moved, undefined, signal);
      if (await contextsAreThere(moved.directory, there)) {
        listener.note?.({ kind: 'atTop', folder: path.relative(plan.workspace, plan.directory) });
        return { plan: moved, definition: there };
      }
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
    }
    return { plan, definition };
  }

  const settle: Clear = async (given, listener, questions, signal) => {
    const asking = questions && untilAborted(questions, signal);
    const { plan: staying, left } = stayHere(given);
    if (left.length > 0) {
      listener.note?.({ kind: 'notSent', left });
    }
    await guardPlan(staying, signal);
    if (staying.kind === 'build') {
      return tell(await guardPush(staying, undefined, listener, asking, signal), listener);
    }
    const version = await environment.buildx(signal);
    const secret = carriesSecrets(staying);
    // they count as a file, so bake does not search for its default files
    const whole = secret ? { ...staying, bakeFiles: await deps.bakeFiles(staying) } : staying;
    const named = await nameTarget(whole, listener, signal);
    const { plan, definition: plain } = await place(named, listener, signal);
    const overlaid = secret ? [...plain.targets.keys()] : undefined;
    // a file can read what is merged over it (`target.app.args.TOKEN`), and request more access then
    const definition = overlaid ? await define(plan, overlaid, listener, signal) : plain;
    const leaving = plan.output === 'push' ? [] : targetsThatLeave(definition);
    if (leaving.length > 0) {
      throw new DiagnosedError(diagnosisOf('pushNotWanted', { detail: leaving.join(', ') }));
    }
    const allowed = await guardAccess(plan, definition, version, asking);
    const guarded = await guardPush(allowed, definition, listener, asking, signal);
    if (guarded.plan.tagsByTarget) {
      checkNames(guarded.plan, await define(guarded.plan, overlaid, listener, signal), deps.client);
    }
    return { ...tell(guarded, listener), definition, ...(overlaid && { overlaid }) };
  };

  return async (given, ...rest) => {
    const [, , signal] = rest;
    const version = await environment.buildx(signal);
    requireBuildx(version, ...(given.output === 'oci' ? ['ociLayout' as const] : []));
    const cleared = await settle(given, ...rest);
    requireBuildx(version, ...(cleared.kept.length > 0 ? ['indexEdits' as const] : []));
    return cleared;
  };
}

interface Named {
  readonly plan: BuildPlan;
  readonly definition: BakeDefinition;
}

function linkedIn({ targets, members }: BakeDefinition): readonly string[] {
  return [...linkedTargets(targets)].filter((name) => targets.has(name) && !members.includes(name));
}

/** Whether bake itself refused, and not the machine. */
function isRefusal(error: unknown): error is CommandError & { readonly exitCode: number } {
  return isCommandError(error) && error.exitCode !== undefined;
}

/** Whether a changed plan pushes only its new names: additional arguments may name more. */
function checkNames(plan: BuildPlan, definition: BakeDefinition, client: Platform): void {
  // target names are untrusted
  const tagsByTarget = new Map(Object.entries(plan.tagsByTarget ?? {}));
  const other = pushedImages(plan, definition, client).flatMap(({ target = '', tags }) => {
    const wanted = tagsByTarget.get(target)?.map((tag) => taggedId(tag) ?? tag);
    return wanted === undefined ? [] : tags.filter((tag) => !wanted.includes(tag));
  });
  if (other.length > 0) {
    throw new DiagnosedError(diagnosisOf('bakeNamesImage', { image: other.join(', ') }));
  }
}

function tell(guarded: GuardedPush, listener: BuildListener): GuardedPush {
  for (const { tag, platforms, coming } of guarded.kept) {
    const kept = platforms.filter((platform) => !coming.includes(platform));
    listener.note?.({ kind: 'aside', tag, side: sideOf(tag), platforms: kept });
  }
  return guarded;
}

/** A question without an answer must not outlive the build that asks it. */
function untilAborted(questions: BuildQuestions, signal: AbortSignal): BuildQuestions {
  const race = async <T>(answer: Promise<T>): Promise<T> => {
    let abort: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        reject(new CancelledError());
      };
      signal.addEventListener('abort', abort, { once: true });
    });
    try {
      if (signal.aborted) {
        throw new CancelledError();
      }
      return await Promise.race([answer, aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
  return {
    ...questions,
    access: (question) => race(questions.access(question)),
    losses: (question) => race(questions.losses(question)),
  };
}
