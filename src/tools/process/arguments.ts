type Arguments = readonly string[];

/** `--name value` if there is a value, otherwise nothing. Two arguments, so that no value can become a flag. */
export function option(name: string, value: string | undefined): Arguments {
  return value === undefined || value === '' ? [] : [name, value];
}

/** `--name value` for each value. */
export function options(name: string, values: readonly string[] | undefined): Arguments {
  return (values ?? []).flatMap((value) => [name, value]);
}

export function flag(name: string, wanted: boolean): Arguments {
  return wanted ? [name] : [];
}
