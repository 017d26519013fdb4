import type { InsideBudget } from '../budget.ts';

/** The used records of an extended header. */
export type PaxRecords = Partial<Record<(typeof keys)[number], string>>;

const keys = ['path', 'linkpath', 'size'] as const;
const longestKey = 8;
/** Maximum number of digits of a length: that of the longest header has seven. */
const mostDigits = 7;
const [space, newline, equals, zero, nine] = [0x20, 0x0a, 0x3d, 0x30, 0x39];

/**
 * Parses an extended header (POSIX.1-2001, "pax Extended Header"): records of the form `LENGTH KEY=VALUE\n`. An empty value changes
 * nothing, as in Go's archive/tar. Undefined if invalid; throws `BudgetExceeded`.
 */
export function readRecords(bytes: Uint8Array, budget: InsideBudget): PaxRecords | undefined {
  const found: PaxRecords = {};
  for (let at = 0; at < bytes.length;) {
    budget.spend('steps');
    let length = 0;
    let from = at;
    for (; from < at + mostDigits && isDigit(bytes[from]); from++) {
      length = length * 10 + (bytes[from] ?? zero) - zero;
    }
    const end = at + length;
    if (from === at || bytes[from] !== space || from + 1 >= end || end > bytes.length || bytes[end - 1] !== newline) {
      return undefined;
    }
    const record = bytes.subarray(from + 1, end - 1);
    const split = record.indexOf(equals);
    if (split <= 0) {
      return undefined;
    }
    if (split <= longestKey && split + 1 < record.length) {
      const name = latin1.decode(record.subarray(0, split));
      const key = keys.find((each) => each === name);
      if (key) {
        found[key] = utf8.decode(record.subarray(split + 1));
      }
    }
    at = end;
  }
  return found;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
