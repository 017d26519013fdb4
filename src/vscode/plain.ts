/** VS Code shows `$(name)` in many texts as an icon; a character without width in between keeps it a text. */
export function plain(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
