import type { BuildPlan } from '../build/plan.ts';
import { taggedId } from '../sources/manifests/pinText.ts';
import { formatPlatform, parsePlatform, type Platform } from '../platform.ts';
import { pushes, truthy, type BakeDefinition, type BakeTargetDefinition, type Exchange } from './bakeDefinition.ts';
import { csvFields } from './csv.ts';
import { extraOptions } from './extraArguments.ts';
import { readOutput } from './exchange.ts';

/** An image that a build pushes. */
export interface PushedImage {
  /** The bake target; undefined for a build of one Dockerfile. */
  readonly target?: string;
  /** Full names, by tag. */
  readonly tags: readonly string[];
  /** Normalized; empty: only the builder knows. */
  readonly platforms: readonly string[];
  /** An exporter or an additional argument has its own names, so the tags alone are not conclusive. */
  readonly namedElsewhere: boolean;
}

/**
 * The images that a plan pushes; empty if it does not push.
 *
 * @param client the machine that buildx runs on, which it uses for `local`
 */
export function pushedImages(
  plan: BuildPlan,
  definition: BakeDefinition | undefined,
  client: Platform,
): readonly PushedImage[] {
  // a push without a tag removes nothing from one
  if (plan.output !== 'push' || plan.pushByDigest) {
    return [];
  }
  if (definition) {
    return [...definition.targets].flatMap(([target, defined]) => ofTarget(target, defined, client));
  }
  const options = extraOptions(plan.kind, plan.extraArgs);
  const valuesOf = (name: string) => options.filter((option) => option.name === name).map(({ value }) => value);
  const outputs = valuesOf('output').map(readOutput).filter(pushes);
  const added = [...valuesOf('tag'), ...outputs.flatMap(namesIn)];
  return [
    {
      tags: idsOf([...plan.tags, ...added]),
      platforms: normalised(
        [...plan.platforms.map(formatPlatform), ...valuesOf('platform').flatMap(csvFields)],
        client,
      ),
      namedElsewhere: added.length > 0,
    },
  ];
}

function ofTarget(
  target: string,
  { outputs, tags, platforms }: BakeTargetDefinition,
  client: Platform,
): readonly PushedImage[] {
  const pushing = outputs.filter((output) => pushes(output) && !isByDigest(output));
  if (pushing.length === 0) {
    return [];
  }
  const own = pushing.flatMap(namesIn);
  // an exporter with a name ignores the tags (buildkit exporter/containerimage)
  const byTags = pushing.some((output) => namesIn(output).length === 0);
  return [
    {
      target,
      tags: idsOf([...own, ...(byTags ? tags : [])]),
      platforms: normalised(platforms, client),
      namedElsewhere: own.length > 0,
    },
  ];
}

function isByDigest({ attributes }: Exchange): boolean {
  return truthy(attributes.get('push-by-digest'));
}

function namesIn({ attributes }: Exchange): readonly string[] {
  return csvFields(attributes.get('name') ?? '').filter((name) => name !== '');
}

function idsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => taggedId(name) ?? []))];
}

/** Whether only the builder knows the platform of a push: it names none. */
export function needsNative({ platforms }: PushedImage): boolean {
  return platforms.length === 0;
}

function normalised(platforms: readonly string[], client: Platform): readonly string[] {
  return [
    ...new Set(
      platforms.map((text) => {
        const parsed = parsePlatform(text, client);
        return parsed.ok ? formatPlatform(parsed.value) : text;
      }),
    ),
  ];
}

/** The image that a tag points to before a push. */
export interface TagBefore {
  readonly tag: string;
  readonly digest: string;
  /** Of its images, normalized. */
  readonly platforms: readonly string[];
}

/** A tag that would lose platforms. */
export interface Loss extends TagBefore {
  readonly target?: string;
  readonly lost: readonly string[];
  /** The platforms that are built for it. */
  readonly coming: readonly string[];
  /** Whether its platforms can be kept: not if something other than the plan defines the names. */
  readonly canKeep: boolean;
}

/**
 * The tags from which a push removes platforms.
 *
 * @param native the default platform of the builder; undefined if unknown, so that no platform is certain to remain
 */
export function lossesOf(
  images: readonly PushedImage[],
  before: ReadonlyMap<string, TagBefore>,
  native: string | undefined,
): readonly Loss[] {
  return images.flatMap(({ target, tags, platforms, namedElsewhere }) => {
    const coming = platforms.length > 0 || native === undefined ? platforms : [native];
    return tags.flatMap((tag): Loss[] => {
      const now = before.get(tag);
      const lost = now?.platforms.filter((platform) => !coming.includes(platform)) ?? [];
      return now && lost.length > 0
        ? [{ ...now, ...(target !== undefined && { target }), lost, coming, canKeep: !namedElsewhere }]
        : [];
    });
  });
}

/** A temporary tag for a part of an image, which is then joined with the contents of its own tag. */
const sideSuffix = '-multiarch-part';
const longestTag = 128;

/** The temporary tag of a build whose platforms are added to a tag; the name is reserved for us, and overwritten each time. */
export function sideOf(id: string): string {
  const at = id.lastIndexOf(':');
  return `${id.slice(0, at)}:${id.slice(at + 1, at + 1 + longestTag - sideSuffix.length)}${sideSuffix}`;
}

/** A plan that pushes tags that would lose platforms with their temporary tags. */
export function builtAside(plan: BuildPlan, images: readonly PushedImage[], kept: readonly Loss[]): BuildPlan {
  const isKept = (tag: string, target?: string) => kept.some((loss) => loss.tag === tag && loss.target === target);
  const aside = (tags: readonly string[], target?: string) =>
    tags.map((tag) => (isKept(taggedId(tag) ?? tag, target) ? sideOf(taggedId(tag) ?? tag) : tag));
  if (plan.kind === 'build') {
    return { ...plan, tags: aside(plan.tags) };
  }
  const named = images.filter(({ namedElsewhere }) => !namedElsewhere);
  return {
    ...plan,
    tagsByTarget: Object.fromEntries(named.map(({ target = '', tags }) => [target, aside(tags, target)])),
  };
}
