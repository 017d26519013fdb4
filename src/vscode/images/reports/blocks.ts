import { longestPiece, safeText, type SafeText } from '../../../domain/safeText.ts';
import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import type { Block } from '../../shared/report/report.ts';

export function facts(entries: readonly (readonly [string, string])[]): Block {
  return { kind: 'facts', entries: entries.map(([name, value]) => [cell(name), cell(value)]) };
}

export function tableOf(header: readonly SafeText[], rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', header, rows: rows.map((row) => row.map(cell)) };
}

function cell(words: string): SafeText {
  return safeText(words, longestPiece);
}

/** The name of an image without the digest that it is pinned to, which a report has as a fact. */
export function headingOf(ref: string): SafeText {
  return safeText(taggedId(ref) ?? ref);
}
