import { ESLint, Linter } from 'eslint';
import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configs = new ESLint({ cwd: root });
const rules = ['no-restricted-syntax', '@typescript-eslint/no-restricted-imports'] as const;

/** The messages of the lint rules about displaying text, for a file with this name and code. */
async function linted(file: string, code: string): Promise<readonly string[]> {
  const { rules: own = {} } = (await configs.calculateConfigForFile(path.join(root, file))) as {
    readonly rules?: Linter.RulesRecord;
  };
  const config: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: Object.fromEntries(rules.map((rule) => [rule, own[rule] ?? 'off'])),
  };
  return new Linter({ cwd: root }).verify(code, config, 'file.ts').map(({ message }) => message);
}

describe('what VS Code shows', function () {
  this.timeout(60_000);

  const refused: readonly string[] = [
    "import { window } from 'vscode'; window.showInformationMessage('[a](command:b)');",
    "import { window as w } from 'vscode'; void w.showWarningMessage(platform);",
    "import { window } from 'vscode'; window['showErrorMessage'](platform);",
    "import { window } from 'vscode'; const { showErrorMessage } = window;",
    "import { window } from 'vscode'; const { 'showErrorMessage': show } = window;",
    "import { window } from 'vscode'; const show = window.showInformationMessage; show(platform);",
    "import { window } from 'vscode'; window.setStatusBarMessage(platform, 1);",
    "import { window } from 'vscode'; await window.withProgress({ location: 15, title }, work);",
    "import { window } from 'vscode'; window.showQuickPick([platform]);",
    "import { window } from 'vscode'; window.showInputBox({ prompt: platform });",
    "import { window } from 'vscode'; const pick = window.createQuickPick();",
    "import { window } from 'vscode'; window.createStatusBarItem('x').text = platform;",
    "import { window } from 'vscode'; window.createTreeView('x', options).message = platform;",
    "import { window } from 'vscode'; window.createOutputChannel('x').appendLine(platform);",
    "import { window } from 'vscode'; window.createWebviewPanel('x', platform, 1).webview.html = platform;",
    "import { CodeLens } from 'vscode'; new CodeLens(range, { title: platform, command: 'x' });",
    'const lines = [platform] as CodeLine[];',
    "import { MarkdownString } from 'vscode'; new MarkdownString(platform);",
    "import { MarkdownString as M } from 'vscode'; new M(platform);",
    "import * as vscode from 'vscode'; new vscode.MarkdownString(platform);",
    "import { TreeItem } from 'vscode'; new TreeItem(platform);",
    "import { TreeItem } from 'vscode'; class Row extends TreeItem {}",
    "import { Task } from 'vscode'; new Task(definition, folder, name, 'x', execution);",
    "import { ProcessExecution } from 'vscode'; new ProcessExecution(file, args);",
    "import { commands } from 'vscode'; commands.registerCommand('x', () => Promise.reject(error));",
    "import { l10n } from 'vscode'; l10n.t('{0} is there', platform);",
    'item.tooltip.isTrusted = true;',
    'markdown.supportHtml = true;',
    'const text = platform as SafeText;',
    'const text = platform as unknown as readonly SafeText[];',
    'const text = <SafeText>platform;',
  ];
  for (const code of refused) {
    it(`attack: a text from outside is shown as it came (${code.split('; ').at(-1) ?? code})`, async () => {
      assert.notDeepEqual(await linted('src/vscode/trust.ts', code), []);
    });
  }

  it('is let through where it is made safe, and where nothing is shown', async () => {
    const allowed = [
      "import { showInformation } from './shared/dialogs/messages.ts'; void showInformation(l10n.t('done'));",
      "import { workspace, window, type MarkdownString, type TreeItem } from 'vscode'; workspace.isTrusted; window.showTextDocument(uri);",
      'const options = { isTrusted: () => true };',
    ];
    for (const code of allowed) {
      assert.deepEqual(await linted('src/vscode/trust.ts', code), [], code);
    }
    assert.deepEqual(
      await linted(
        'src/vscode/shared/dialogs/messages.ts',
        "import { window } from 'vscode'; window.showErrorMessage(a);",
      ),
      [],
    );
    assert.notDeepEqual(await linted('src/services/images/images.ts', 'const text = platform as SafeText;'), []);
  });
});
