import type { Access } from '../../domain/policy/access.ts';
import type { Loss } from '../../domain/policy/pushes.ts';

/** What a build may have to ask before it starts. Where nobody can be asked there are no questions, and the build fails instead. */
export interface BuildQuestions {
  /** Whether a person waits for the build at this moment; one may join it while it runs. Without it: yes. */
  readonly isAttended?: () => boolean;
  /** Whether a bake file may do this. */
  access(question: AccessQuestion): Promise<boolean>;
  /** What to do about tags that would lose platforms; undefined: no build. */
  losses(question: LossQuestion): Promise<LossAnswer | undefined>;
}

export interface AccessQuestion {
  /** Absolute. */
  readonly files: readonly string[];
  /** Paths are absolute. */
  readonly access: readonly Access[];
  /** The folder that needs no question; absolute. */
  readonly workspace: string;
}

export interface LossQuestion {
  readonly losses: readonly Loss[];
  /** Whether the build can go to another tag: there is only one that would lose something. */
  readonly canRename: boolean;
}

export type LossAnswer = 'keep' | 'replace' | { readonly tag: string };

/** What a person allowed the files of a bake build, by what was in them. */
export interface Consents {
  of(key: string): readonly string[];
  add(key: string, allowed: readonly string[]): Promise<void>;
}

/** What tags named before they were moved here. */
export interface FormerTags {
  /** @param id in full, with its tag */
  add(id: string, digest: string): Promise<void>;
}

/** The questions, if a person is there to answer them now. */
export function askable(questions: BuildQuestions | undefined): BuildQuestions | undefined {
  return questions?.isAttended?.() === false ? undefined : questions;
}
