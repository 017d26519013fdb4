/** The part of markdown-it that the tests use; it has no types. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly children: readonly Token[] | null;
  }
  export default class MarkdownIt {
    readonly linkify: { set(options: { fuzzyLink: boolean }): void };
    constructor(options: { html: boolean; linkify: boolean });
    parse(source: string, env: object): readonly Token[];
  }
}
