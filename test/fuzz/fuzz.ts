import fc from 'fast-check';
import { inputsFor } from './inputs.ts';
import type { Isolated } from './isolated.ts';
import type { Reader } from './reader.ts';

/** An input with which a reader broke its promise. */
export interface Finding {
  readonly reader: string;
  readonly seed: number;
  /** Reduced as far as possible. */
  readonly input: string;
  readonly wrong: string;
}

/** Milliseconds for reducing an input: a hang takes its whole limit each time. */
const shrinkingFor = 60_000;

/** Runs a reader on a number of inputs; the same seed produces the same ones. */
export async function fuzzReader(
  reader: Reader,
  isolated: Isolated,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<Finding | undefined> {
  let found: { readonly input: string; readonly wrong: string; readonly since: number } | undefined;
  const now = () => performance.now();
  const property = fc.asyncProperty(inputsFor(reader), async (input) => {
    if (found && now() - found.since > shrinkingFor) {
      return true;
    }
    const answer = await isolated.run({ reader: reader.name, text: input });
    const wrong = typeof answer === 'string' ? answer : answer.wrong;
    if (wrong !== undefined) {
      found = { input, wrong, since: found?.since ?? now() };
    }
    return wrong === undefined;
  });
  await fc.check(property, { seed, numRuns: runs });
  return found && { reader: reader.name, seed, input: found.input, wrong: found.wrong };
}

/** A finding as text, with the command that reproduces it. */
export function describeFinding({ reader, seed, input, wrong }: Finding): string {
  const shown =
    input.length > 600 ? `${JSON.stringify(input.slice(0, 600))}… (${input.length} characters)` : JSON.stringify(input);
  return `${reader} ${wrong}\n  npm run fuzz -- --reader ${reader} --seed ${seed}\n  input: ${shown}`;
}
