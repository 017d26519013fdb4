import { safeParse, type GenericSchema, type InferOutput } from 'valibot';

/** The unchecked value of a JSON text; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of a JSON text, if it has this shape. */
export function readJson<S extends GenericSchema>(schema: S, text: string): InferOutput<S> | undefined {
  return readShape(schema, parseJson(text));
}

/** An outside value, if it has this shape: stored by another version, or received from a program or another extension. */
export function readShape<S extends GenericSchema>(schema: S, value: unknown): InferOutput<S> | undefined {
  const { success, output } = safeParse(schema, value, { abortEarly: true });
  return success ? output : undefined;
}
