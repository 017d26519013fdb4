import { interpolate } from './interpolate.ts';

/** More variables than real files have. */
const mostVariables = 2000;
const assignment = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*/;

/** The variables of a `.env` file, as parsed by Compose (compose-go dotenv), without multi-line values. */
export function readEnvFile(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.trim();
    const found = assignment.exec(trimmed);
    const name = found?.[1];
    if (name === undefined || values.size >= mostVariables) {
      continue;
    }
    const value = valueOf(trimmed.slice(found?.[0].length), values);
    if (value === undefined) {
      values.delete(name);
    } else {
      values.set(name, value);
    }
  }
  return values;
}

function valueOf(written: string, values: ReadonlyMap<string, string>): string | undefined {
  const quote = written.charAt(0);
  if (quote !== '"' && quote !== "'") {
    const comment = written.search(/(?:^|\s)#/);
    return filled((comment < 0 ? written : written.slice(0, comment)).trim(), values);
  }
  const end = written.indexOf(quote, 1);
  if (end < 0) {
    return undefined;
  }
  const inner = written.slice(1, end);
  return quote === "'" ? inner : filled(inner, values);
}

function filled(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const { text: value, open } = interpolate(text, values);
  return open ? undefined : value;
}
