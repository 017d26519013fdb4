type Arguments = readonly string[];

/** `--name value` for a value that is there; nothing for one that is not. Two arguments, so no value can become a flag. */
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
