import { window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noIcons } from '../text/icons.ts';
import { noLinks } from '../text/links.ts';

interface InputOptions {
  readonly prompt: SafeText;
  /** The initial text for editing, shown in a plain text field. */
  readonly value: string;
  /** What is wrong with the input; undefined if it is valid. */
  readonly problem: (text: string) => SafeText | undefined;
}

/** Asks for a line of text, trimmed; resolves to undefined if canceled. */
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

/** Asks for a value that is hidden during input; resolves to undefined if canceled. */
export async function askSecret(title: SafeText, prompt: SafeText): Promise<string | undefined> {
  return window.showInputBox({ title, prompt: shown(prompt), password: true, ignoreFocusOut: true });
}

/** Below its field, VS Code renders icons, and links that can run commands. */
function shown(text: SafeText): string {
  return noLinks(noIcons(text));
}
