import { formatPlatform, isKnownOs, parsePlatform } from '../platform.ts';

/** What the name of a vertex tells about a step of a Dockerfile. */
export interface StepName {
  /** The bake target, where the name says it. */
  readonly target?: string;
  /** Where the step is executed. Missing in builds for one platform. */
  readonly executedOn?: string;
  /** For which platform; another than `executedOn` in a stage that cross-compiles. */
  readonly platform?: string;
  readonly stage?: string;
  /** Such as `2/4`: which of the stage's instructions. */
  readonly position: string;
  /** The instruction as BuildKit prints it, such as `RUN make`; a here-document is abbreviated. */
  readonly text: string;
}

const position = /^\d+\/\d+$/;

/**
 * Reads the name of a step, `[target platform->other stage i/n] RUN make`; `undefined` for every other vertex.
 *
 * The part from the platform on is BuildKit's (frontend/dockerfile/dockerfile2llb/convert.go, `prefixCommand`): the platform is there
 * when several were asked for, `->` when the stage runs on another one than it works for and says `ARG TARGETARCH`; a
 * Dockerfile's only stage has no name. Bake puts the target in front when it builds several (buildx util/progress, `WithPrefix`).
 */
export function readStepName(name: string): StepName | undefined {
  const end = name.indexOf(']');
  const words = name
    .slice(1, end)
    .split(' ')
    .filter((word) => word !== '');
  const last = words.pop();
  if (!name.startsWith('[') || !name.startsWith('] ', end) || last === undefined || !position.test(last)) {
    return undefined;
  }
  const at = words.findIndex((word) => word.includes('/'));
  const [target, stage] = at >= 0 ? [words[at - 1], words[at + 1]] : words.length > 1 ? words : [undefined, words[0]];
  return {
    ...(target !== undefined && { target }),
    ...readPlatforms(words[at] ?? ''),
    ...(stage !== undefined && { stage }),
    position: last,
    text: name.slice(end + 2),
  };
}

/** The instruction's keyword, `ONBUILD` aside. */
export function instructionOf(text: string): string | undefined {
  return /^(?:ONBUILD )?([A-Z]+)\b/.exec(text)?.[1];
}

function readPlatforms(word: string): Pick<StepName, 'executedOn' | 'platform'> {
  const [own = '', other] = word.split('->');
  const executedOn = normal(own);
  if (executedOn === undefined) {
    return {};
  }
  if (other === undefined) {
    return { executedOn, platform: executedOn };
  }
  const namesOs = isKnownOs(/^\w+/.exec(other)?.[0] ?? '');
  const platform = normal(namesOs ? other : `${executedOn.split('/')[0] ?? ''}/${other}`);
  return { executedOn, platform: platform ?? executedOn };
}

function normal(platform: string): string | undefined {
  const parsed = parsePlatform(platform);
  return parsed.ok ? formatPlatform(parsed.value) : undefined;
}
