/** Number of characters that fit into a VS Code quick pick. */
const lineLength = 80;
/** As many words as fit into a line, or a single longer word. */
const line = new RegExp(`\\S[^]{0,${lineLength - 1}}(?=\\s|$)|\\S+`, 'g');

/** Splits a command into lines for a quick pick. */
export function commandLines(command: string): readonly string[] {
  return command.match(line) ?? [command];
}
