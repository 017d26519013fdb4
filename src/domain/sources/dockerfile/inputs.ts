import { parseReference } from '../../image/reference.ts';
import { parsePlatform } from '../../platform.ts';
import { interpolate } from '../interpolate.ts';
import { wantedIn, type Argument, type MountInput, type StagePart } from './stageParts.ts';

/** Something that whoever builds can give to a Dockerfile. */
export type DockerfileInput =
  | {
      readonly kind: 'arg';
      readonly name: string;
      /** Its default. */
      readonly value?: string;
      /** Without it the build fails. */
      readonly required: boolean;
    }
  | MountInput;

/** A stage as far as its place among the others matters. */
interface PlacedStage {
  readonly name?: string;
  readonly base: string;
  readonly platform?: string;
}

type Asking = Omit<StagePart, 'copied'>;

/** Known to BuildKit without `ARG`, or set by it for each platform (frontend/dockerfile/dockerfile2llb). */
const predefined =
  /^(?:(?:https?|ftp|no|all)_proxy|(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE|SOURCE_DATE_EPOCH|BUILDKIT_\w+)$/i;

/**
 * What the stages ask for that a build reaches: build arguments, secrets and SSH connections, each once. An argument is required
 * where a base image or its platform is invalid without it, or where it stands as `${NAME:?…}`. A stage that the target platform
 * selects (`FROM build-$TARGETARCH`) may be any of those whose names fit.
 *
 * @param target the stage to build; without it the last one
 */
export function inputsOf(
  {
    stages,
    args,
    parts,
  }: {
    readonly stages: readonly PlacedStage[];
    readonly args: readonly Argument[];
    readonly parts: readonly Asking[];
  },
  target?: string,
): readonly DockerfileInput[] {
  const values = defaultsOf(args);
  const reached = reachedFrom(stages, parts, values, target);
  const found = new Map<string, DockerfileInput>();
  const global = new Map(args.map(({ name, value }) => [name, value]));
  const add = (input: DockerfileInput) => {
    const key = inputKey(input);
    const former = found.get(key);
    found.set(key, former ? { ...input, ...former, required: former.required || input.required } : input);
  };
  const addArgument = (name: string, value: string | undefined, required: boolean) => {
    if (/^[A-Za-z_]\w*$/.test(name) && !predefined.test(name)) {
      add({ kind: 'arg', name, ...(value !== undefined && { value }), required });
    }
  };
  const built = reached.flatMap((at) => stages[at] ?? []);
  const used = new Set([
    ...built.flatMap(({ base, platform }) => [...variables(base), ...variables(platform)]),
    ...reached.flatMap((at) => parts[at]?.args.map(({ name }) => name) ?? []),
  ]);
  for (const name of used) {
    variables(global.get(name)).forEach((each) => used.add(each));
  }
  const needed = new Set(built.flatMap((stage) => neededBy(stage, values)));
  for (const { name, value } of args.filter((one) => used.has(one.name))) {
    addArgument(name, value, value === undefined && needed.has(name));
  }
  for (const at of reached) {
    const { args: own = [], wanted = [], mounts = [] } = parts[at] ?? {};
    for (const { name, value = global.get(name) } of own) {
      addArgument(name, value, value === undefined && wanted.includes(name));
    }
    mounts.forEach((mount) => {
      add(mount);
    });
  }
  return [...found.values()];
}

/** The name of an input in its Dockerfile. */
export function inputName(input: DockerfileInput): string {
  return input.kind === 'arg' ? input.name : input.id;
}

/** Distinguishes the inputs of a Dockerfile. */
export function inputKey(input: DockerfileInput): string {
  return `${input.kind}:${inputName(input)}`;
}

/** The variables in a text, with and without a default. */
function variables(text = ''): readonly string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
}

/** Empty variables of one name; people have two. */
const mostMissing = 10;
const variable = /\$(?:\{[^}]*\}|\w+)/g;

/**
 * The values of the arguments before the first stage; without a default, empty. Omits what depends on a platform or on anything else that
 * is unknown here: other arguments take their defaults from it.
 */
function defaultsOf(args: readonly Argument[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, value = '' } of args.filter((one) => !predefined.test(one.name))) {
    const { text, open } = interpolate(value, values);
    if (open || variables(value).some((each) => !values.has(each))) {
      values.delete(name);
    } else {
      values.set(name, text);
    }
  }
  return values;
}

/** The variables without which a stage's base or platform is invalid. */
function neededBy({ base, platform = '' }: PlacedStage, values: ReadonlyMap<string, string>): readonly string[] {
  // stages are named in any case
  const isBase = (text: string) => parseReference(text.toLowerCase()).ok;
  const isPlatform = (text: string) => parsePlatform(text).ok;
  return [...wantedIn(base), ...missingIn(base, values, isBase), ...missingIn(platform, values, isPlatform)];
}

/** The empty variables of a text that each make it invalid, or else all of them if they do together. */
function missingIn(
  written: string,
  values: ReadonlyMap<string, string>,
  isValid: (text: string) => boolean,
): readonly string[] {
  const plain = [...written.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map(([, braced, bare]) => braced ?? bare ?? '');
  const empty = [...new Set(plain)].filter((name) => values.get(name) === '').slice(0, mostMissing);
  const isInvalid = (missing: readonly string[]) => {
    const rest = new Map(variables(written).map((name) => [name, values.get(name) ?? '']));
    const known = [...rest].filter(([name, value]) => value !== '' || missing.includes(name));
    const { text } = interpolate(written, new Map(known));
    // an unknown variable has any value
    return !isValid(text.replace(variable, 'x'));
  };
  const each = empty.filter((name) => isInvalid([name]));
  return each.length === 0 && empty.length > 0 && isInvalid(empty) ? empty : each;
}

/** Whether a lowercase name is one that a text can stand for; a variable without a value stands for anything. */
function nameMatcher(written: string, values: ReadonlyMap<string, string>): (name: string) => boolean {
  const [first = '', ...others] = interpolate(written, values).text.toLowerCase().split(variable);
  const last = others.pop();
  return (name) => {
    if (last === undefined) {
      return name === first;
    }
    let at = name.startsWith(first) ? first.length : -1;
    for (const part of others) {
      const found = at < 0 ? -1 : name.indexOf(part, at);
      at = found < 0 ? -1 : found + part.length;
    }
    return at >= 0 && name.length - last.length >= at && name.endsWith(last);
  };
}

/** Stages that are compared with a name that has variables; people have a few dozen. */
const mostStages = 500;

/** The stages before that a name with variables may stand for. */
function fitting(byName: ReadonlyMap<string, number>, written: string, values: ReadonlyMap<string, string>) {
  const matches = nameMatcher(written, values);
  const found: number[] = [];
  let compared = 0;
  for (const [name, at] of byName) {
    if (compared++ === mostStages) {
      break;
    }
    if (matches(name)) {
      found.push(at);
    }
  }
  return found;
}

/** The stages that a build executes, in their order. */
function reachedFrom(
  stages: readonly PlacedStage[],
  parts: readonly Asking[],
  values: ReadonlyMap<string, string>,
  target: string | undefined,
): readonly number[] {
  const byName = new Map<string, number>();
  const numbered = (name: string, count: number) =>
    /^\d+$/.test(name) && Number(name) < count ? Number(name) : undefined;
  // a name means the last stage before that has it
  const uses = stages.map(({ name }, at) => {
    const used = (parts[at]?.uses ?? []).flatMap((each) =>
      each.includes('$') ? fitting(byName, each, values) : (byName.get(each.toLowerCase()) ?? numbered(each, at) ?? []),
    );
    if (name !== undefined) {
      byName.set(name.toLowerCase(), at);
    }
    return used;
  });
  const asked =
    target === undefined ? undefined : (byName.get(target.toLowerCase()) ?? numbered(target, stages.length));
  const seen = new Set(stages.length > 0 ? [asked ?? stages.length - 1] : []);
  for (const at of seen) {
    uses[at]?.forEach((used) => seen.add(used));
  }
  return [...seen].sort((a, b) => a - b);
}
