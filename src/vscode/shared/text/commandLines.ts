/** In characters, as VS Code's quick pick has room for. */
const lineLength = 80;
/** As many words as fit into a line, or a longer word alone. */
const line = new RegExp(`\\S[^]{0,${lineLength - 1}}(?=\\s|$)|\\S+`, 'g');

/** A command in as many lines as it needs in a quick pick. */
export function commandLines(command: string): readonly string[] {
  return command.match(line) ?? [command];
}
