import type { Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';

export type Params = Readonly<Record<string, string>>;

export interface Finding {
  readonly code: DiagnosisCode;
  readonly params?: Params;
}

/** A failure that its words give away. */
interface WordRule {
  readonly code: DiagnosisCode;
  /**
   * Looked for in the tool's own words. Named groups become parameters. Never anchored at a line's start, since each
   * version puts other words in front; every repetition is bounded, since the text is hostile.
   */
  readonly match: RegExp;
  /** What goes into the parameters besides the groups. */
  readonly params?: Params;
}

/** A failure that takes more than one look. */
export type Judge = (clues: Clues) => Finding | undefined;

export type Rule = WordRule | Judge;

/** The first rule that applies decides. */
export function firstFinding(rules: readonly Rule[], clues: Clues): Finding | undefined {
  for (const rule of rules) {
    const finding = typeof rule === 'function' ? rule(clues) : readWords(rule, clues.said);
    if (finding) {
      return finding;
    }
  }
  return undefined;
}

function readWords({ code, match, params }: WordRule, said: string): Finding | undefined {
  const found = match.exec(said);
  return found ? { code, params: { ...groupsOf(found), ...params } } : undefined;
}

/** A finding about a step, with what every one of them names: the platform that it ran for and the builder. */
export function aboutStep(code: DiagnosisCode, { platform, evidence }: Clues, params: Params = {}): Finding {
  return {
    code,
    params: {
      ...(platform !== undefined && { platform }),
      ...(evidence.builder !== undefined && { builder: evidence.builder }),
      ...params,
    },
  };
}

/** The first of these patterns that is in a text. */
export function firstMatch(patterns: readonly RegExp[], text: string): RegExpExecArray | undefined {
  return patterns.map((pattern) => pattern.exec(text)).find((match) => match !== null);
}

/** The named groups that took part in a match. */
export function groupsOf({ groups }: RegExpExecArray): Params {
  return Object.fromEntries(
    Object.entries(groups ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
