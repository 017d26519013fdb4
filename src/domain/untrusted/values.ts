/** An unchecked mapping of a YAML or JSON file. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` if it is a mapping, otherwise an empty one. */
export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((item): item is string => typeof item === 'string' && item !== '');
}
