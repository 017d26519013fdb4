import { safeParse, type GenericSchema, type InferOutput } from 'valibot';

/** The value of a JSON text, of which nothing is known yet; undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a JSON text says, if it has this shape. */
export function readJson<S extends GenericSchema>(schema: S, text: string): InferOutput<S> | undefined {
  return readShape(schema, parseJson(text));
}

/** A value from outside, if it has this shape: what another version kept, what a program or another extension gave. */
export function readShape<S extends GenericSchema>(schema: S, value: unknown): InferOutput<S> | undefined {
  const { success, output } = safeParse(schema, value, { abortEarly: true });
  return success ? output : undefined;
}
