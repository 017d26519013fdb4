import { codeLines, type CodeLine, type SafeText } from '../../../domain/safeText.ts';

/** A document about something that was read, as data: it is printed as HTML and as Markdown. */
export interface Report {
  readonly heading: SafeText;
  /** The answer in a sentence. */
  readonly outcome?: { readonly text: SafeText; readonly tone: 'good' | 'bad' | 'neutral' };
  /** What can be done now, the most helpful first. */
  readonly next: readonly NextStep[];
  readonly blocks: readonly Block[];
}

/** A command of this extension, shown as a link. */
export interface NextStep {
  readonly label: SafeText;
  /** One of `commandIds`. */
  readonly command: string;
  /** Plain data. It may have values from outside: the command checks it like any argument. */
  readonly argument?: object;
}

export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: SafeText }
  | { readonly kind: 'bullets'; readonly items: readonly SafeText[] }
  | { readonly kind: 'facts'; readonly entries: readonly (readonly [SafeText, SafeText])[] }
  | { readonly kind: 'table'; readonly header: readonly SafeText[]; readonly rows: readonly (readonly SafeText[])[] }
  /** A text as it was read, line by line. */
  | { readonly kind: 'code'; readonly lines: readonly CodeLine[] };

export function heading(text: SafeText): Block {
  return { kind: 'heading', text };
}

export function paragraph(text: SafeText): Block {
  return { kind: 'paragraph', text };
}

/** A text from outside as it is. */
export function codeOf(text: string): Block {
  return { kind: 'code', lines: codeLines(text) };
}
