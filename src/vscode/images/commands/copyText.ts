import { env } from 'vscode';
import { showStatus } from '../../shared/dialogs/messages.ts';
import { imageActionTexts } from '../texts/actions.ts';

/** Copies a text to the clipboard, and says so in the status bar. */
export async function copyText(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  showStatus(imageActionTexts.copied(text), 5000);
}
