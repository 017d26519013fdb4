type Value = string | number | boolean;

/** VS Code's translations where there are none: the sentence with its values in it. */
function translate(message: string, ...rest: readonly (Value | Readonly<Record<string, Value>>)[]): string {
  const [first] = rest;
  const values: Readonly<Record<string, unknown>> = typeof first === 'object' ? first : { ...rest };
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = values[key];
    return value === undefined ? whole : String(value as Value);
  });
}

export const l10n = { t: translate };
