import { formatPlatform, parsePlatform, type Platform } from '../../platform.ts';
import type { Dockerfile, Stage } from '../dockerfile.ts';
import { interpolate } from '../interpolate.ts';
import { stageArguments, unnamed } from './stageArguments.ts';

/** The build of a Dockerfile. */
export interface StageBuild {
  /** The build arguments. */
  readonly args: Readonly<Record<string, string>>;
  /** The stage; by default the last one. */
  readonly target?: string | undefined;
  readonly platforms: readonly Platform[];
  /** The native platforms of the builder's nodes; empty if unknown. */
  readonly natives: readonly Platform[];
  /** The names that refer to something other than an image. */
  readonly contexts: readonly string[];
}

/** An image that a build uses from a registry. */
export interface ReachedBase {
  /** As written, with its variables resolved. */
  readonly image: string;
  readonly platform: Platform;
}

/**
 * The images that a build uses, and for which platforms: those of the stages that its last stage depends on by `FROM`, `COPY --from` and
 * mounts. Omits what is uncertain: a name or platform with a variable without a value, and the builder's own platform if its nodes differ.
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
  /** The sources of each stage, from first to last: a stage must be defined before it is referenced. */
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

/** The sources of a stage: other stages by number, and images. */
interface Taken {
  readonly stages: readonly number[];
  readonly images: readonly ReachedBase[];
}

/** The number of the stage with a name, among a number of previous stages. */
function stageNamed(name: string, earlier: ReadonlyMap<string, number>, above: number): number | undefined {
  const index = earlier.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? Number(name) : above);
  return index < above ? index : undefined;
}

/** The platform that a stage runs on; undefined if unknown. */
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
