import path from 'node:path';
import { notDefinable, type NotDefinable } from './secretDefinition.ts';
import type { BuildPlan } from './plan.ts';
import { checkProperties, passedProperties, type PropertyProblem } from './properties.ts';
import { readRequest, type BuildRequest, type ShapeProblem } from './request.ts';
import { carriesSecrets } from './planSecrets.ts';
import { readWanted, specifyPlatform, type Platform, type PlatformProblem } from '../platform.ts';
import { parseReference, type ReferenceProblem } from '../image/reference.ts';
import { extraWords, splitArguments } from '../policy/extraArguments.ts';
import { stayHere } from '../policy/stayHere.ts';
import { bad, good, type Result } from '../result.ts';

/** Why a request is invalid. */
export type RequestProblem =
  | ({ readonly part: 'shape' } & ShapeProblem)
  | { readonly part: 'platforms'; readonly value: string; readonly problem: PlatformProblem }
  | { readonly part: 'image'; readonly value: string; readonly problem: ReferenceProblem }
  | { readonly part: 'image'; readonly code: 'tagNeeded' | 'digestInTag' | 'tagByDigest'; readonly value?: string }
  | { readonly part: 'builder'; readonly value: string }
  | { readonly part: 'buildArgs'; readonly value: string }
  /** It is an address, and only definitions in local files are built. */
  | { readonly part: 'bakeFiles'; readonly value: string }
  | ({ readonly part: 'properties' } & PropertyProblem)
  /** The plan has secrets, and this cannot be passed together with them. */
  | ({ readonly part: 'secrets' } & NotDefinable);

/** Values from the settings for what a request leaves open. */
export interface PlanDefaults {
  readonly directory: string;
  readonly platforms: readonly string[];
  readonly builder?: string | undefined;
  /** The normalized platforms that the builder reports: they are never treated as mistakes. */
  readonly listed?: readonly string[];
  /** The machine that buildx runs on, which it uses for `local`. */
  readonly client?: Platform;
}

/** Checks an untrusted request and completes it. Reports every problem, not only the first. */
export function planBuild(given: unknown, defaults: PlanDefaults): Result<BuildPlan, readonly RequestProblem[]> {
  const read = readRequest(given);
  if (!read.ok) {
    return bad(read.problem.map((problem) => ({ part: 'shape' as const, ...problem })));
  }
  const request = read.value;
  const problems: RequestProblem[] = [];
  const kind = (request.bakeTargets ?? request.bakeFiles) === undefined ? 'build' : 'bake';
  const output = request.output ?? (request.tags?.length ? 'push' : 'cache');
  // no platforms would mean the builder's own
  const asked = request.platforms?.length ? request.platforms : kind === 'build' ? defaults.platforms : [];
  const platforms = readPlatforms(asked, defaults, problems);
  const tags = (request.tags ?? []).map((tag) => tag.trim());
  for (const tag of tags) {
    checkTag(tag, request.pushByDigest === true, problems);
  }
  if (output === 'push' && kind === 'build' && tags.length === 0) {
    problems.push({ part: 'image', code: 'tagNeeded' });
  }
  const builder = request.builder ?? defaults.builder;
  // buildx store: names of builders and of Docker contexts
  if (builder !== undefined && !/^[A-Za-z0-9][\w.+-]*$/.test(builder)) {
    problems.push({ part: 'builder', value: builder });
  }
  for (const name of Object.keys(request.buildArgs ?? {})) {
    if (!/^[A-Za-z_][\w.-]*$/.test(name)) {
      problems.push({ part: 'buildArgs', value: name });
    }
  }
  for (const text of bakeTexts(request)) {
    if (isAddress(text)) {
      problems.push({ part: 'bakeFiles', value: text });
    }
  }
  for (const problem of checkProperties(request, { kind, pushes: output === 'push' })) {
    problems.push({ part: 'properties', ...problem });
  }
  if (problems.length > 0) {
    return bad(problems);
  }
  // all files of a bake build in one place, so that none of the files it reads is missed
  const { kept: extraArgs, left: addedFiles } = splitArguments(
    kind,
    request.extraArgs ?? [],
    ({ name }) => kind === 'bake' && name === 'file',
  );
  const directory = kind === 'bake' ? path.resolve(defaults.directory, request.context ?? '.') : defaults.directory;
  const within = (file: string) => path.relative(directory, path.resolve(defaults.directory, file)) || '.';
  const bakeFile = (file: string) => {
    // the working directory of bake, whatever it builds
    const [scheme] = /^cwd:\/\//.exec(file) ?? [''];
    const local = within(file.slice(scheme.length));
    // a single dash would be standard input
    return scheme + (scheme === '' && local === '-' ? './-' : local);
  };
  const plan: BuildPlan = {
    kind,
    directory,
    platforms,
    tags,
    output,
    ...(output === 'oci' && { destination: within(request.destination ?? defaultDestination(tags)) }),
    ...(request.dockerfile !== undefined && { dockerfile: request.dockerfile }),
    context: kind === 'bake' ? '.' : (request.context ?? '.'),
    ...(request.target !== undefined && { target: request.target }),
    ...(builder !== undefined && { builder }),
    buildArgs: request.buildArgs ?? {},
    buildContexts: request.buildContexts ?? {},
    secrets: request.secrets ?? [],
    ...passedProperties(request),
    cacheFrom: request.cacheFrom ?? [],
    cacheTo: request.cacheTo ?? [],
    bakeFiles: [...(request.bakeFiles ?? []).map(bakeFile), ...addedFiles.map(({ value }) => value)],
    bakeTargets: request.bakeTargets ?? [],
    extraArgs,
    workspace: defaults.directory,
    ...(request.allow && {
      allow: request.allow.map((text) =>
        text.replace(/^(fs[.a-z]*=)(?!\*$)(.+)$/, (_, key: string, file: string) => key + within(file)),
      ),
    }),
    onMissingPlatforms: request.onMissingPlatforms ?? 'ask',
  };
  // what would leave this machine is omitted before it runs
  const { plan: staying } = stayHere(plan);
  const problem = carriesSecrets(staying) ? notDefinable(staying) : undefined;
  return problem ? bad([{ part: 'secrets', ...problem }]) : good(plan);
}

/** The default folder of an OCI layout: `oci/<last part of the image's name>`. */
export function defaultDestination(tags: readonly string[]): string {
  const reference = parseReference(tags[0] ?? '');
  const name = reference.ok ? reference.value.path.split('/').at(-1) : undefined;
  return `oci/${name ?? 'image'}`;
}

/** Whether bake takes files or a definition from elsewhere: nobody can check its contents before the build. */
function bakeTexts({ bakeFiles, bakeTargets, extraArgs = [] }: BuildRequest): readonly string[] {
  const isBake = (bakeTargets ?? bakeFiles) !== undefined;
  return [...(bakeFiles ?? []), ...(bakeTargets ?? []), ...(isBake ? extraWords('bake', extraArgs) : [])];
}

/** What BuildKit fetches (frontend/dockerfile/dfgitutil, util/sshutil). No target has such a name, and hardly any file. */
function isAddress(text: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^github\.com\/|^[\w-]+@[\w.-]+:/i.test(text);
}

function readPlatforms(
  texts: readonly string[],
  { listed, client }: PlanDefaults,
  problems: RequestProblem[],
): Platform[] {
  const platforms = new Map<string, Platform>();
  for (const value of texts.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const parsed = readWanted(value, listed, client);
    if (parsed.ok) {
      platforms.set(specifyPlatform(parsed.value), parsed.value);
    } else {
      problems.push({ part: 'platforms', value, problem: parsed.problem });
    }
  }
  return [...platforms.values()];
}

function checkTag(tag: string, byDigest: boolean, problems: RequestProblem[]): void {
  const parsed = parseReference(tag);
  if (!parsed.ok) {
    problems.push({ part: 'image', value: tag, problem: parsed.problem });
  } else if (parsed.value.digest !== undefined) {
    problems.push({ part: 'image', code: 'digestInTag', value: tag });
  } else if (byDigest && parsed.value.tag !== undefined) {
    problems.push({ part: 'image', code: 'tagByDigest', value: tag });
  }
}
