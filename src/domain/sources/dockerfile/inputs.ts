import type { Argument, MountInput, StagePart } from './stageParts.ts';

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
 * where a base image is named by it and nothing else, or where it stands as `${NAME:?…}`.
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
  const reached = reachedFrom(stages, parts, target);
  const found = new Map<string, DockerfileInput>();
  const global = new Map(args.map(({ name, value }) => [name, value]));
  const add = (input: DockerfileInput) => {
    const key = keyOf(input);
    const former = found.get(key);
    found.set(key, former ? { ...input, ...former, required: former.required || input.required } : input);
  };
  const addArgument = (name: string, value: string | undefined, required: boolean) => {
    if (/^[A-Za-z_]\w*$/.test(name) && !predefined.test(name)) {
      add({ kind: 'arg', name, ...(value !== undefined && { value }), required });
    }
  };
  const named = new Set(reached.flatMap((at) => [...variables(stages[at]?.base), ...variables(stages[at]?.platform)]));
  for (const { name, value } of args) {
    addArgument(name, value, value === undefined && named.has(name));
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

function keyOf(input: DockerfileInput): string {
  return `${input.kind}:${input.kind === 'arg' ? input.name : input.id}`;
}

/** The variables in a text that nothing stands in for: `$NAME` and `${NAME}`, not `${NAME:-default}`. */
function variables(text = ''): readonly string[] {
  return [...text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? '');
}

/** The stages that a build executes, in their order. */
function reachedFrom(
  stages: readonly PlacedStage[],
  parts: readonly Asking[],
  target: string | undefined,
): readonly number[] {
  const byName = new Map<string, number>();
  const numbered = (name: string, count: number) =>
    /^\d+$/.test(name) && Number(name) < count ? Number(name) : undefined;
  // a name means the last stage before that has it
  const uses = stages.map(({ name }, at) => {
    const used = (parts[at]?.uses ?? []).flatMap((each) => byName.get(each.toLowerCase()) ?? numbered(each, at) ?? []);
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
