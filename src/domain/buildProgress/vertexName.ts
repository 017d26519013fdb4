import { formatPlatform, isKnownOs, parsePlatform } from '../platform.ts';

/** The information in a vertex's name about a step of a Dockerfile. */
export interface StepName {
  /** The bake target, if the name contains it. */
  readonly target?: string;
  /** The platform that the step runs on. Absent in builds for one platform. */
  readonly executedOn?: string;
  /** The target platform; differs from `executedOn` in a cross-compiling stage. */
  readonly platform?: string;
  readonly stage?: string;
  /** Such as `2/4`: the position in the stage. */
  readonly position: string;
  /** The instruction as BuildKit prints it, such as `RUN make`; here-documents are abbreviated. */
  readonly text: string;
}

const position = /^\d+\/\d+$/;

/**
 * Parses the name of a step, `[target platform->other stage i/n] RUN make`; `undefined` for other vertices.
 * BuildKit creates the part from the platform on (frontend/dockerfile/dockerfile2llb/convert.go, `prefixCommand`): the platform is present
 * if several were requested, and `->` if the stage runs on a different platform from its target and declares `ARG TARGETARCH`; a
 * Dockerfile's only stage has no name. Bake adds the target if it builds several (buildx util/progress, `WithPrefix`).
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

/** The instruction's keyword, without `ONBUILD`. */
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
