/** An unexpected part of outside JSON. `where`: its position, such as `manifests[2].digest`. */
export class UnexpectedJson extends Error {
  readonly where: string;

  constructor(where: string) {
    super(`unexpected JSON at ${where === '' ? 'the top' : where}`);
    this.name = 'UnexpectedJson';
    this.where = where;
  }
}

/** A value of unchecked JSON with its position; readers throw `UnexpectedJson` if it has the wrong type. */
export interface Json {
  readonly value: unknown;
  readonly where: string;
}

export function member(json: Json, name: string): Json {
  const { value, where } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnexpectedJson(where);
  }
  return {
    value: Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined,
    where: where === '' ? name : `${where}.${name}`,
  };
}

/** Go writes an absent list or object as `null`. */
export function isAbsent({ value }: Json): boolean {
  return value === undefined || value === null;
}

export function asString({ value, where }: Json): string {
  if (typeof value !== 'string') {
    throw new UnexpectedJson(where);
  }
  return value;
}

export function asOptionalString(json: Json): string | undefined {
  const text = isAbsent(json) ? '' : asString(json);
  return text === '' ? undefined : text;
}

/** A number of bytes. */
export function asSize({ value, where }: Json): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new UnexpectedJson(where);
  }
  return value;
}

export function asList(json: Json): readonly Json[] {
  if (isAbsent(json)) {
    return [];
  }
  const { value, where } = json;
  if (!Array.isArray(value)) {
    throw new UnexpectedJson(where);
  }
  return (value as unknown[]).map((item, index) => ({ value: item, where: `${where}[${index}]` }));
}

export function asStrings(json: Json): ReadonlyMap<string, string> {
  if (isAbsent(json)) {
    return new Map();
  }
  const { value, where } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnexpectedJson(where);
  }
  return new Map(Object.keys(value).map((name) => [name, asString(member(json, name))]));
}
