import type { Access } from '../../domain/policy/access.ts';
import type { Loss } from '../../domain/policy/pushes.ts';

/**
 * The questions that a build may need to ask before it starts. If nobody can answer, there are no questions and the build fails instead.
 */
export interface BuildQuestions {
  /** Whether the user is waiting for the build now; the user may join while it runs. By default, true. */
  readonly isAttended?: () => boolean;
  /** Asks whether a bake file may have this access. */
  access(question: AccessQuestion): Promise<boolean>;
  /** Asks what to do about tags that would lose platforms; undefined cancels the build. */
  losses(question: LossQuestion): Promise<LossAnswer | undefined>;
}

export interface AccessQuestion {
  /** Absolute. */
  readonly files: readonly string[];
  /** Paths are absolute. */
  readonly access: readonly Access[];
  /** The folder that needs no consent; absolute. */
  readonly workspace: string;
}

export interface LossQuestion {
  readonly losses: readonly Loss[];
  /** Whether the build can use another tag: only one tag would lose something. */
  readonly canRename: boolean;
}

export type LossAnswer = 'keep' | 'replace' | { readonly tag: string };

/** The user's consent for the files of bake builds, by their contents. */
export interface Consents {
  of(key: string): readonly string[];
  add(key: string, allowed: readonly string[]): Promise<void>;
}

/** The digests of tags before they were moved here. */
export interface FormerTags {
  /** @param id the full reference with its tag */
  add(id: string, digest: string): Promise<void>;
}

/** The questions, if the user can answer them now. */
export function askable(questions: BuildQuestions | undefined): BuildQuestions | undefined {
  return questions?.isAttended?.() === false ? undefined : questions;
}
