import { escapeOf, instructions, unquoted } from './dockerfile/instructions.ts';
import { argumentOf, StageReader, type Argument, type StagePart } from './dockerfile/stageParts.ts';

export { guessContext, placesToLook } from './dockerfile/guessContext.ts';
export { inputKey, inputName, inputsOf, type DockerfileInput } from './dockerfile/inputs.ts';
export type { StagePart };

/** A build stage of a Dockerfile, unevaluated. */
export interface Stage {
  /** From `AS name`; BuildKit ignores its case. */
  readonly name?: string;
  /** Counted from 0. */
  readonly index: number;
  /** The value of `FROM`: an image, an earlier stage, `scratch`, or an expression with variables. */
  readonly base: string;
  /** The value of `--platform`; may be a variable such as `$BUILDPLATFORM`. */
  readonly platform?: string;
  /** Line of its `FROM`, counted from 1. */
  readonly line: number;
}

export interface Dockerfile {
  readonly stages: readonly Stage[];
  /** The arguments before the first stage, in their order; without a default, undefined. */
  readonly args: readonly Argument[];
  /** What each stage is made of and asks for, in the order of the stages. */
  readonly parts: readonly StagePart[];
  /** Whether it begins as every Dockerfile has to: with a stage, or with arguments before one. */
  readonly isOne: boolean;
}

/**
 * Parses a Dockerfile by BuildKit's rules for directives, comments, line continuations and here-documents (frontend/dockerfile/parser).
 * Skips everything else, so that an invalid file still shows what can be read.
 */
export function readDockerfile(text: string): Dockerfile {
  const stages: Stage[] = [];
  const args: Argument[] = [];
  const readers: StageReader[] = [];
  let first: string | undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  for (const { words, line } of instructions(lines, escape)) {
    const instruction = words[0]?.toUpperCase();
    first ??= instruction;
    if (instruction === 'ARG' && stages.length === 0) {
      words.slice(1).forEach((word) => args.push(argumentOf(word, escape)));
    }
    if (instruction === 'FROM') {
      const stage = stageOf(words.slice(1), stages.length, line, escape);
      if (stage) {
        stages.push(stage);
        readers.push(new StageReader(escape, stage.base));
      }
    } else {
      readers.at(-1)?.read(words);
    }
  }
  const parts = readers.map(({ part }) => part);
  return { stages, args, parts, isOne: stages.length > 0 && (first === 'FROM' || first === 'ARG') };
}

export function stagesOf(text: string): readonly Stage[] {
  return readDockerfile(text).stages;
}

/** The stages to choose from: named ones, except the last one, which is the default. */
export function choosableStages(stages: readonly Stage[]): readonly (Stage & { readonly name: string })[] {
  return stages.slice(0, -1).filter((stage): stage is Stage & { name: string } => stage.name !== undefined);
}

function stageOf(words: readonly string[], index: number, line: number, escape: string): Stage | undefined {
  const platform = words
    .filter((word) => word.startsWith('--'))
    .map((word) => unquoted(word, escape))
    .find((word) => word.startsWith('--platform='))
    ?.slice('--platform='.length);
  const [base, as, name] = words.filter((word) => !word.startsWith('--'));
  if (base === undefined) {
    return undefined;
  }
  const named = as?.toUpperCase() === 'AS' && name !== undefined;
  return { index, base, line, ...(named ? { name } : {}), ...(platform ? { platform } : {}) };
}
