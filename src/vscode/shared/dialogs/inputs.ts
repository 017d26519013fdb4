import { window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noIcons } from '../text/icons.ts';
import { noLinks } from '../text/links.ts';

interface InputOptions {
  readonly prompt: SafeText;
  /** What stands there at first, to be edited: shown as it is, in a field of plain text. */
  readonly value: string;
  /** What is wrong with what was typed; undefined where nothing is. */
  readonly problem: (text: string) => SafeText | undefined;
}

/** Asks for a line of text, without blanks around it; resolves to undefined when it was left. */
export async function askText({ prompt, value, problem }: InputOptions): Promise<string | undefined> {
  const typed = await window.showInputBox({
    prompt: shown(prompt),
    value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const found = problem(text.trim());
      return found && shown(found);
    },
  });
  return typed?.trim();
}

/** Asks for a value that nobody sees while it is typed; resolves to undefined when it was left. */
export async function askSecret(title: SafeText, prompt: SafeText): Promise<string | undefined> {
  return window.showInputBox({ title, prompt: shown(prompt), password: true, ignoreFocusOut: true });
}

/** Below its field VS Code makes icons, and links that may run commands. */
function shown(text: SafeText): string {
  return noLinks(noIcons(text));
}
