type Value = string | number | boolean;

/** VS Code's translations without a language: the sentence with its values. */
function translate(message: string, ...rest: readonly (Value | Readonly<Record<string, Value>>)[]): string {
  const [first] = rest;
  const values = new Map<string, unknown>(Object.entries(typeof first === 'object' ? first : rest));
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => (values.has(key) ? String(values.get(key)) : whole));
}

export const l10n = { t: translate };
