import type { Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';

export type Params = Readonly<Record<string, string>>;

export interface Finding {
  readonly code: DiagnosisCode;
  readonly params?: Params;
}

/** A failure that is recognized by its message. */
interface WordRule {
  readonly code: DiagnosisCode;
  /**
   * Searched for in the tool's own messages. Named groups become parameters. Never anchored at the start of a line, because versions add
   * different prefixes; every repetition is limited, because the text is untrusted.
   */
  readonly match: RegExp;
  /** Additional parameters. */
  readonly params?: Params;
}

/** A failure that requires several checks. */
export type Judge = (clues: Clues) => Finding | undefined;

export type Rule = WordRule | Judge;

/** The first matching rule decides. */
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

/** A finding about a step, with the common parameters: its platform and the builder. */
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

/** The first of these patterns that matches a text. */
export function firstMatch(patterns: readonly RegExp[], text: string): RegExpExecArray | undefined {
  return patterns.map((pattern) => pattern.exec(text)).find((match) => match !== null);
}

/** The named groups of a match. */
export function groupsOf({ groups }: RegExpExecArray): Params {
  return Object.fromEntries(
    Object.entries(groups ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
