import { parsePlatform } from '../platform.ts';
import type { BakeBuild, DockerfileBuild, PipelineFacts } from './facts.ts';
import { notOption } from './paths.ts';
import { platformSlug } from './runners.ts';
import { argumentOptions, shellWord } from './shell.ts';

const begin = '# >>> multi-arch builds >>>';
const end = '# <<< multi-arch builds <<<';

/** Why targets cannot be added: the file has its own of these names, or only one of the marks of a former run. */
export type MakefileProblem =
  { readonly code: 'namesTaken'; readonly names: readonly string[] } | { readonly code: 'marks' };

/**
 * A Makefile with targets that build and push an image: `docker-build` for all platforms, `docker-build-amd64` and the like for a single
 * one, `docker-build-local` for Docker on this machine. Everything else in the file stays; a second run replaces what the first one added.
 *
 * @param former the current text; empty for a new file
 */
export function withMakeTargets(
  former: string,
  facts: PipelineFacts,
): { readonly text: string } | { readonly problem: MakefileProblem } {
  const newline = former.includes('\r\n') ? '\r\n' : '\n';
  const [from, to] = [former.indexOf(begin), former.indexOf(end)];
  if (from < 0 !== to < 0 || to < from) {
    return { problem: { code: 'marks' } };
  }
  const before = from < 0 ? former : former.slice(0, from);
  const after = from < 0 ? '' : former.slice(to + end.length);
  const targets = targetsOf(facts);
  const taken = definedTargets(before + after).filter((name) => targets.some((target) => target.name === name));
  if (taken.length > 0) {
    return { problem: { code: 'namesTaken', names: [...new Set(taken)] } };
  }
  const block = blockOf(facts, targets, recipePrefix(before)).replaceAll('\n', newline);
  const gap = from >= 0 || before === '' ? '' : before.endsWith(newline) ? newline : newline + newline;
  return { text: `${before}${gap}${block}${from < 0 ? newline : after}` };
}

interface MakeTarget {
  readonly name: string;
  readonly about: string;
  readonly recipe: readonly string[];
}

function blockOf(
  { repository, tag, platforms, build }: PipelineFacts,
  targets: readonly MakeTarget[],
  prefix: string,
): string {
  return [
    begin,
    ...(hasName(build) ? ['MULTIARCH_IMAGE ?= ' + makeText(repository), 'MULTIARCH_TAG ?= ' + makeText(tag)] : []),
    'MULTIARCH_PLATFORMS ?= ' + platforms.join(','),
    ...targets.flatMap(({ name, about, recipe }) => [
      '',
      `.PHONY: ${name}`,
      `${name}: ## ${about}`,
      ...recipe.map((line) => prefix + line),
    ]),
    end,
  ].join('\n');
}

function targetsOf({ platforms, build }: PipelineFacts): readonly MakeTarget[] {
  const push = build.kind === 'bake' ? bakeCommand(build) : buildCommand(build);
  const singles = new Map(platforms.map((platform) => [shortName(platform), platform]));
  return [
    {
      name: 'docker-build',
      about: 'Build the image for all platforms and push it',
      recipe: [
        push('$(MULTIARCH_PLATFORMS)', '--push'),
        ...(hasName(build) ? [`docker buildx imagetools inspect "${tag}"`] : []),
      ],
    },
    ...[...singles].map(([name, platform]) => ({
      name: `docker-build-${name}`,
      about: `Build for ${platform} only and push: the tag then has no other platform`,
      recipe: [push(platform, '--push')],
    })),
    {
      name: 'docker-build-local',
      about: 'Build for Docker on this machine, without a push',
      recipe: [push(undefined, '--load')],
    },
  ];
}

const tag = '$(MULTIARCH_IMAGE):$(MULTIARCH_TAG)';

/** Without a name of its own, a bake file may have several images. */
function hasName(build: PipelineFacts['build']): boolean {
  return build.kind === 'dockerfile' || build.isNamed;
}

function buildCommand({ dockerfile, context, target, args, secretArgs, secrets }: DockerfileBuild) {
  const fixed = [
    `--file ${word(notOption(dockerfile))}`,
    ...(target === undefined ? [] : [`--target ${word(target)}`]),
    ...argumentOptions({ args, secretArgs }, word),
    ...secrets.map((secret) => `--secret ${word(secret)}`),
  ];
  return (platforms: string | undefined, output: string) =>
    [
      'docker buildx build',
      ...(platforms === undefined ? [] : [`--platform ${platforms.includes('$') ? `"${platforms}"` : platforms}`]),
      `--tag "${tag}"`,
      ...fixed,
      output,
      word(notOption(context)),
    ].join(' ');
}

function bakeCommand({ files, targets, directory, isNamed }: BakeBuild) {
  const cd = directory === '.' ? '' : `cd ${word(notOption(directory))} && `;
  // also the only member of a group
  const named = isNamed ? [`--set "*.tags=${tag}"`] : [];
  return (platforms: string | undefined, output: string) =>
    [
      `${cd}docker buildx bake`,
      ...files.map((file) => `--file ${word(notOption(file))}`),
      ...(platforms === undefined ? ["--set '*.platform='"] : [`--set "*.platform=${platforms}"`]),
      ...named,
      output,
      ...targets.map(word),
    ].join(' ');
}

/** `amd64`, `arm-v7`; with its operating system if that is not Linux. */
function shortName(platform: string): string {
  const slug = platformSlug(platform);
  const parsed = parsePlatform(platform);
  return parsed.ok && parsed.value.os === 'linux' ? slug.replace(/^linux-/, '') : slug;
}

/** A word of a shell in a recipe. */
function word(text: string): string {
  return makeText(shellWord(text));
}

/** Make expands `$`. */
function makeText(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** `.RECIPEPREFIX` replaces the tab from its place on (GNU make manual, "Other Special Variables"). */
function recipePrefix(text: string): string {
  const last = [...text.matchAll(/^\.RECIPEPREFIX[ \t]*[:?]?=[ \t]*(\S?)/gm)].at(-1)?.[1];
  return last === undefined || last === '' ? '\t' : last;
}

/** The names before a colon at the beginning of a line. */
function definedTargets(text: string): readonly string[] {
  return [...text.matchAll(/^([^\s#:=.][^#:=\n]{0,1000}?)[ \t]*::?(?![=:])/gm)].flatMap(([, names = '']) =>
    names.split(/\s+/),
  );
}
