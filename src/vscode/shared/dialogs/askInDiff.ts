import { window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../l10n.ts';
import { askAlone } from '../picks/askAlone.ts';

export interface Question {
  readonly title: SafeText;
  /** What to do, as a button. */
  readonly accept: SafeText;
  readonly detail?: SafeText;
}

/** Whether the user accepts a change that a diff editor shows. The question stays open while the user reads; Escape discards the change. */
export async function askInDiff({ title, accept, detail }: Question): Promise<boolean> {
  const answer = await askAlone(title, (ui) =>
    ui.pick<boolean>({
      placeholder: l10n.t('Read the change below, then accept or discard it.'),
      rows: () => [
        { id: 'accept', icon: 'check', label: accept, ...(detail !== undefined && { detail }) },
        { id: 'discard', icon: 'discard', label: l10n.t('Discard') },
      ],
      accept: ({ row }) => (row ? { answer: row.id === 'accept' } : {}),
    }),
  );
  return answer ?? false;
}

/** Closes the diff editor with this title. */
export async function closeDiff(title: SafeText): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter(({ label }) => label === title));
}
