import type { BuildPlan } from '../../domain/build/plan.ts';
import { DiagnosedError, isDiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import type { Platform } from '../../domain/platform.ts';
import { taggedId } from '../../domain/sources/manifests/pinText.ts';
import {
  builtAside,
  lossesOf,
  needsNative,
  pushedImages,
  type Loss,
  type PushedImage,
} from '../../domain/policy/pushes.ts';
import type { PushedTag } from '../../domain/policy/tagAfter.ts';
import { CancelledError, isCancelled } from '../../tools/process/errors.ts';
import type { BuildListener } from '../builds/follow.ts';
import type { Images } from '../images/images.ts';
import { askable, type BuildQuestions, type FormerTags, type LossAnswer } from './questions.ts';

export interface PushGuardDeps {
  readonly images: Pick<Images, 'inspect' | 'isStill'>;
  readonly former: FormerTags;
  /** The default platform of a plan's builder. */
  readonly nativeOf: (plan: BuildPlan, signal: AbortSignal) => Promise<string | undefined>;
  /** The machine that buildx runs on. */
  readonly client: Platform;
}

export interface GuardedPush {
  /** The plan to run. */
  readonly plan: BuildPlan;
  /** By the requested names. */
  readonly asked: BuildPlan;
  /** Tags that are built aside, and moved once their platforms are joined with the new ones. */
  readonly kept: readonly Loss[];
  /** The pushed tags with the requested names, and their previous digests. */
  readonly tags: readonly PushedTag[];
}

/** Repeats only while tags move. */
const mostRounds = 5;

/**
 * Checks every tag before a push overwrites it. Records its digest, so that it can be restored. If the tag would lose platforms, the plan
 * or the user decides. If a tag cannot be read, the build continues with a note. Rejects with `platformsLost`, or with `CancelledError` if
 * the user cancels the build.
 */
export function createPushGuard({ images, former, nativeOf, client }: PushGuardDeps) {
  return async (
    given: BuildPlan,
    definition: BakeDefinition | undefined,
    listener: BuildListener,
    questions: BuildQuestions | undefined,
    signal: AbortSignal,
  ): Promise<GuardedPush> => {
    let asked = given;
    for (let round = 1; ; round += 1) {
      const pushed = namesOf(asked, definition, client);
      const read = await readAll(pushed, asked, listener, signal);
      const before = new Map([...read].flatMap(([tag, named]) => (typeof named === 'object' ? [[tag, named]] : [])));
      const asksBuilder = pushed.some(needsNative) && before.size > 0;
      const losses = lossesOf(pushed, before, asksBuilder ? await nativeOf(asked, signal) : undefined);
      const answer = losses.length === 0 ? 'replace' : await decide(asked, losses, pushed, questions);
      if (typeof answer === 'object') {
        asked = renamed(asked, pushed, losses, answer.tag);
        continue;
      }
      if (losses.length > 0 && round < mostRounds && !(await areAsShown(losses, asked, signal))) {
        continue;
      }
      const kept = answer === 'keep' ? losses : [];
      for (const { tag, digest } of before.values()) {
        if (!kept.some((loss) => loss.tag === tag)) {
          await former.add(tag, digest);
        }
      }
      const plan = kept.length > 0 ? builtAside(asked, pushed, kept) : asked;
      return { plan, asked, kept, tags: pushedTags(pushed, read) };
    }
  };

  async function readAll(
    pushed: readonly PushedImage[],
    plan: BuildPlan,
    listener: BuildListener,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, PushedTag['before']>> {
    const tags = [...new Set(pushed.flatMap((image) => image.tags))];
    const read = await Promise.all(
      tags.map(async (tag): Promise<readonly [string, PushedTag['before']]> => {
        try {
          const { digest, images: all } = await images.inspect(tag, inspecting(plan, signal));
          return [tag, { tag, digest, platforms: [...new Set(all.map(({ platform }) => platform))] }];
        } catch (error) {
          if (!isDiagnosedError(error)) {
            throw error;
          }
          if (error.code === 'imageNotFound' || error.code === 'repositoryNotFound') {
            return [tag, 'absent'];
          }
          listener.note?.({ kind: 'unread', tag, diagnosis: error.diagnosis });
          return [tag, 'unread'];
        }
      }),
    );
    return new Map(read);
  }

  async function areAsShown(losses: readonly Loss[], plan: BuildPlan, signal: AbortSignal): Promise<boolean> {
    const still = await Promise.all(
      losses.map(({ tag, digest }) =>
        images.isStill(tag, digest, inspecting(plan, signal)).catch((error: unknown) => {
          if (isCancelled(error)) {
            throw error;
          }
          return false;
        }),
      ),
    );
    return still.every(Boolean);
  }
}

function pushedTags(
  pushed: readonly PushedImage[],
  read: ReadonlyMap<string, PushedTag['before']>,
): readonly PushedTag[] {
  return pushed.flatMap(({ tags, platforms: coming }) =>
    tags.map((tag) => ({ tag, coming, before: read.get(tag) ?? 'unread' })),
  );
}

function inspecting({ builder }: BuildPlan, signal: AbortSignal) {
  return { signal, ...(builder !== undefined && { builder }) };
}

function inFull(tag: string): string {
  return taggedId(tag) ?? tag;
}

/** A file can push other names than the requested ones: an exporter with a name, or a group with more targets. */
function namesOf(plan: BuildPlan, definition: BakeDefinition | undefined, client: Platform): readonly PushedImage[] {
  const tagsByTarget = new Map(Object.entries(plan.tagsByTarget ?? {}));
  const pushed = pushedImages(plan, definition, client).map((image) => ({
    ...image,
    tags: tagsByTarget.get(image.target ?? '')?.map(inFull) ?? image.tags,
  }));
  const wanted = plan.tags.map(inFull);
  const other = wanted.length === 0 ? undefined : pushed.find(({ tags }) => tags.some((tag) => !wanted.includes(tag)));
  if (definition && other) {
    throw new DiagnosedError(diagnosisOf('bakeNamesImage', { image: other.tags.join(', ') }));
  }
  return pushed;
}

async function decide(
  plan: BuildPlan,
  losses: readonly Loss[],
  pushed: readonly PushedImage[],
  questions: BuildQuestions | undefined,
): Promise<LossAnswer> {
  const policy = plan.onMissingPlatforms;
  if (policy === 'replace') {
    return 'replace';
  }
  if (policy === 'keep' && losses.every(({ canKeep }) => canKeep)) {
    return 'keep';
  }
  const asked = policy === 'ask' ? askable(questions) : undefined;
  if (asked) {
    const canRename = losses.length === 1 && !pushed.some(({ namedElsewhere }) => namedElsewhere);
    const answer = await asked.losses({ losses, canRename });
    if (answer === undefined) {
      throw new CancelledError();
    }
    return answer;
  }
  throw new DiagnosedError(
    diagnosisOf('platformsLost', {
      image: losses.map(({ tag }) => tag).join(', '),
      platform: [...new Set(losses.flatMap(({ lost }) => lost))].join(', '),
      reason: policy,
    }),
  );
}

/** The same plan with another tag in place of the only one that would lose something. */
function renamed(plan: BuildPlan, pushed: readonly PushedImage[], losses: readonly Loss[], name: string): BuildPlan {
  const [loss] = losses;
  const replace = (tags: readonly string[]) => tags.map((tag) => (inFull(tag) === loss?.tag ? name : tag));
  if (plan.kind === 'build') {
    const [image] = pushed;
    return { ...plan, tags: replace(image?.tags ?? plan.tags) };
  }
  return {
    ...plan,
    tags: replace(plan.tags),
    tagsByTarget: Object.fromEntries(
      pushed.map(({ target = '', tags }) => [target, target === loss?.target ? replace(tags) : tags]),
    ),
  };
}
