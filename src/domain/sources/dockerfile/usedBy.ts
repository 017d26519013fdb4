/**
 * The stages, contexts and images that a step takes files from: `COPY --from=…`, `RUN --mount=from=…`.
 *
 * @param words those behind the instruction
 * @param unquoted one of them without its quotes and escapes
 */
export function usedBy(words: readonly string[], unquoted: (word: string) => string): readonly string[] {
  const end = words.findIndex((word) => !word.startsWith('--'));
  return words
    .slice(0, end < 0 ? words.length : end)
    .map(unquoted)
    .flatMap((word) => valueIn('--from=', word) ?? word.split(',').flatMap((field) => valueIn('from=', field) ?? []))
    .filter((name) => name !== '');
}

function valueIn(start: string, word: string): string | undefined {
  return word.startsWith(start) ? word.slice(start.length) : undefined;
}
