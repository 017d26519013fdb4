/**
 * The fields of a CSV line, as buildx parses exporters, caches and secrets (`util/buildflags`, go-csvvalue). An unclosed quote ends with
 * the text.
 */
export function csvFields(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quoted && char === '"' && text.charAt(at + 1) === '"') {
      field += char;
      at += 1;
    } else if (char === '"' && (quoted || field === '')) {
      quoted = !quoted;
    } else if (char === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else {
      field += char;
    }
  }
  return [...fields, field];
}

/** `type=local,dest=out` by name, with lowercase names; skips fields without `=`. */
export function csvAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    csvFields(text).flatMap((field): [string, string][] => {
      const at = field.indexOf('=');
      return at < 0 ? [] : [[field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)]];
    }),
  );
}

/** Fields as one line of CSV, which buildx reads exporters and secrets as. */
export function csvLine(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
