import { CancellationTokenSource } from './events.ts';
import { mostButtons } from '../../../src/vscode/shared/dialogs/messages.ts';
import { answer, does as personDoes, fault, see } from './session.ts';

type Button = string | { readonly title: string };

interface MessageOptions {
  readonly modal?: boolean;
  readonly detail?: string;
}

const titleOf = (button: Button) => (typeof button === 'string' ? button : button.title);

/** A notification or modal dialog. One with buttons must be answered. */
const showMessage =
  (kind: string) =>
  async (text: string, options: MessageOptions, ...buttons: readonly Button[]): Promise<Button | undefined> => {
    see(`${kind}${options.modal === true ? ' (modal)' : ''}: ${text}`);
    for (const line of options.detail?.split('\n').filter((each) => each !== '') ?? []) {
      see(`  ${line}`);
    }
    if (buttons.length > mostButtons && options.modal !== true) {
      throw fault(`a notification has more than ${mostButtons} buttons`);
    }
    if (buttons.length === 0 && options.modal !== true) {
      return undefined;
    }
    see(`  ${buttons.map((button) => `[${titleOf(button)}]`).join(' ')}`);
    const does = answer(text, 'press', 'leave');
    see(does.act === 'press' ? `> ${does.button}` : '> Escape');
    const pressed = buttons.find((button) => does.act === 'press' && titleOf(button) === does.button);
    if (does.act === 'press' && pressed === undefined) {
      throw new Error(`no button ${does.button} at: ${text}`);
    }
    // the user answers later, when the caller has continued
    await Promise.resolve();
    return pressed;
  };

interface InputOptions {
  readonly title?: string;
  readonly prompt: string;
  readonly value?: string;
  readonly password?: boolean;
  readonly validateInput?: (text: string) => string | undefined;
}

/** An input box; it shows why an input is invalid, and stays open for the next action. */
async function showInputBox({ title, prompt, value, password, validateInput }: InputOptions) {
  const words = [title, prompt].filter((text) => text !== undefined).join(' — ');
  see(`input${password === true ? ' (secret)' : ''}: ${words}${value === undefined ? '' : ` [${value}]`}`);
  for (;;) {
    const does = answer(prompt, 'type', 'enter', 'leave');
    if (does.act === 'leave') {
      see('> Escape');
      return undefined;
    }
    const text = does.act === 'type' ? does.text : (value ?? '');
    see(`> ${text}`);
    const problem = await Promise.resolve(validateInput?.(text));
    if (problem === undefined) {
      return text;
    }
    see(`  ! ${problem}`);
  }
}

interface Progress {
  readonly report: (step: { readonly message: string }) => void;
}

/** Work with progress; a scripted cancellation happens after it has started. A text is the button's name, as in VS Code itself. */
async function withProgress(
  { title, cancellable }: { readonly title: string; readonly cancellable?: boolean | string },
  work: (progress: Progress, token: CancellationTokenSource['token']) => Promise<unknown>,
): Promise<unknown> {
  const button = cancellable === true ? 'Cancel' : cancellable;
  see(`progress: ${title}${typeof cancellable === 'string' ? ` [${cancellable}]` : ''}`);
  const source = new CancellationTokenSource();
  const running = work(
    {
      report: ({ message }) => {
        see(`  … ${message}`);
      },
    },
    source.token,
  );
  if (typeof button === 'string' && personDoes((act) => act.act === 'cancel' && title.includes(act.progress))) {
    see(`> ${button}`);
    source.cancel();
  }
  return running;
}

export const messages = {
  showInformationMessage: showMessage('information'),
  showWarningMessage: showMessage('warning'),
  showErrorMessage: showMessage('error'),
  showInputBox,
  withProgress,
  setStatusBarMessage: (text: string) => {
    see(`status: ${text}`);
    return { dispose: () => undefined };
  },
};
