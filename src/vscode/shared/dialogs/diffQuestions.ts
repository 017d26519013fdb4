import { commands, window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { commandIds } from '../../commandIds.ts';
import { requireTrust } from '../../trust.ts';
import { disposables } from '../disposeAll.ts';
import type { ShowError } from '../errors/showError.ts';
import { l10n } from '../l10n.ts';
import { registerRowCommand } from '../tree/rowCommand.ts';
import { showInformation } from './messages.ts';

interface DiffQuestion {
  /** The title of the diff editor. */
  readonly title: SafeText;
  readonly message: SafeText;
}

/** Whether the user accepts the change that a diff editor shows. Closes the editor then. */
export type AskInDiff = (question: DiffQuestion) => Promise<boolean>;

export interface DiffQuestions {
  readonly ask: AskInDiff;
  readonly dispose: () => void;
}

/** The key of `when` clauses: a change waits for an answer. */
const contextKey = 'multiarch.change';

/**
 * Questions about changes in diff editors. The user answers with the buttons of a message, which hides after a while, or in the title of
 * the editor, which have the same words. Nothing covers the change: a dialog cannot be read beside it, and a pick hides its first lines.
 */
export function createDiffQuestions(showError: ShowError): DiffQuestions {
  let pending: ((isAccepted: boolean) => void) | undefined;

  function wait({ title, message }: DiffQuestion): Promise<boolean> {
    // its editor may be gone: there is one change at a time
    pending?.(false);
    return new Promise((resolve, reject) => {
      let isDismissed = false;
      const accept = l10n.t('Accept Change');
      const closing = window.tabGroups.onDidChangeTabs(() => {
        if (isDismissed && !isOpen(title)) {
          settle(false);
        }
      });
      const settle = (isAccepted: boolean) => {
        if (pending === settle) {
          pending = undefined;
          closing.dispose();
          void commands.executeCommand('setContext', contextKey, false);
          resolve(isAccepted);
        }
      };
      pending = settle;
      void commands.executeCommand('setContext', contextKey, true);
      showInformation(message, accept, l10n.t('Discard Change')).then((answer) => {
        if (answer !== undefined || !isOpen(title)) {
          settle(answer === accept);
        }
        isDismissed = true;
      }, reject);
    });
  }

  const answering = (id: string, isAccepted: boolean) =>
    registerRowCommand(
      id,
      async () => {
        requireTrust();
        pending?.(isAccepted);
        await Promise.resolve();
      },
      showError,
    );
  const registered = disposables(
    answering(commandIds.change.accept, true),
    answering(commandIds.change.discard, false),
  );
  return {
    async ask(question) {
      try {
        return await wait(question);
      } finally {
        await window.tabGroups.close(tabsOf(question.title));
      }
    },
    dispose: () => {
      registered.dispose();
    },
  };
}

function tabsOf(title: SafeText) {
  return window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label === title);
}

function isOpen(title: SafeText): boolean {
  return tabsOf(title).length > 0;
}
