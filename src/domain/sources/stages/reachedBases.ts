import { formatPlatform, parsePlatform, type Platform } from '../../platform.ts';
import type { Dockerfile, Stage } from '../dockerfile.ts';
import { interpolate } from '../interpolate.ts';
import { stageArguments, unnamed } from './stageArguments.ts';

/** What is built from a Dockerfile. */
export interface StageBuild {
  /** The build arguments. */
  readonly args: Readonly<Record<string, string>>;
  /** The stage; without it the last one. */
  readonly target?: string | undefined;
  readonly platforms: readonly Platform[];
  /** What the builder's nodes are themselves; none: not known. */
  readonly natives: readonly Platform[];
  /** The names that stand for something else than an image. */
  readonly contexts: readonly string[];
}

/** An image that a build takes from a registry. */
export interface ReachedBase {
  /** As it is written, its variables filled in. */
  readonly image: string;
  readonly platform: Platform;
}

/**
 * The images that a build takes, and for which platforms: those of the stages that it reaches from its last one, by `FROM`,
 * `COPY --from` and mounts. What is not known for certain is left out: a name or platform with a variable that has no value
 * here, and the builder's own platform where its nodes differ.
 */
export function reachedBases(file: Dockerfile, build: StageBuild): readonly ReachedBase[] {
  const found = new Map<string, ReachedBase>();
  for (const platform of build.platforms) {
    for (const base of basesFor(file, build, platform)) {
      found.set(`${base.image} ${formatPlatform(base.platform)}`, base);
    }
  }
  return [...found.values()];
}

function basesFor({ stages, args, parts }: Dockerfile, build: StageBuild, target: Platform): readonly ReachedBase[] {
  const values = stageArguments(args, build.args, soleOf(build.natives) ?? unnamed, target);
  const contexts = new Set(build.contexts.map((name) => name.toLowerCase()));
  const isImage = (name: string) => name.toLowerCase() !== 'scratch' && !contexts.has(name.toLowerCase());
  const earlier = new Map<string, number>();
  /** What each stage takes, from the first to the last: a stage has to stand above where it is named. */
  const taken = stages.map((stage): Taken => {
    const { text, open } = interpolate(stage.base, values);
    const base = open || text === '' ? [] : [{ name: text, platform: platformOf(stage, values, target) }];
    // whatever the stage runs on, other images are taken for what is built (dockerfile2llb, `targetPlatform`)
    const all = [...base, ...(parts[stage.index]?.uses ?? []).slice(1).map((name) => ({ name, platform: target }))];
    const own = all.map(({ name, platform }) => ({ name, platform, stage: stageNamed(name, earlier, stage.index) }));
    if (stage.name !== undefined) {
      earlier.set(stage.name.toLowerCase(), stage.index);
    }
    return {
      stages: own.flatMap((each) => each.stage ?? []),
      images: own.flatMap(({ name: image, platform, stage: index }) =>
        index === undefined && platform && isImage(image) ? [{ image, platform }] : [],
      ),
    };
  });
  const first = build.target === undefined ? stages.length - 1 : stageNamed(build.target, earlier, stages.length);
  const reached = new Set(first === undefined ? [] : [first]);
  for (const index of reached) {
    taken[index]?.stages.forEach((next) => reached.add(next));
  }
  return [...reached].flatMap((index) => taken[index]?.images ?? []);
}

/** What a stage takes: other stages by their numbers, and images. */
interface Taken {
  readonly stages: readonly number[];
  readonly images: readonly ReachedBase[];
}

/** The number of the stage that a name means, of so many that stand above. */
function stageNamed(name: string, earlier: ReadonlyMap<string, number>, above: number): number | undefined {
  const index = earlier.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? Number(name) : above);
  return index < above ? index : undefined;
}

/** The platform that a stage runs on; undefined where it is not known. */
function platformOf({ platform }: Stage, values: ReadonlyMap<string, string>, target: Platform): Platform | undefined {
  if (platform === undefined) {
    return target;
  }
  const { text, open } = interpolate(platform, values);
  const parsed = parsePlatform(text);
  return !open && parsed.ok && parsed.value.os !== unnamed.os ? parsed.value : undefined;
}

function soleOf(natives: readonly Platform[]): Platform | undefined {
  const [first, ...others] = natives;
  return first && others.every((each) => formatPlatform(each) === formatPlatform(first)) ? first : undefined;
}
