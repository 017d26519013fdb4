import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import { createShowError } from '../../../../src/vscode/outcome/showError.ts';
import { shown, window } from '../../../support/fakeVscode.ts';

describe('an error that is shown', () => {
  it('attack: a build names a file that is a link, and VS Code says that it is not there', async () => {
    const hostile = '[Dockerfile](command:workbench.action.closeWindow)';
    const showError = createShowError(diagnoseError, () => () => Promise.reject(new Error(`no file ${hostile}`)));
    const original = window.showErrorMessage;
    const press = original as (text: string, options: object, ...buttons: object[]) => Promise<unknown>;
    let presses = 0;
    window.showErrorMessage = (async (text: string, options: object, ...buttons: object[]) => {
      await press(text, options);
      presses += 1;
      return presses === 1 ? buttons[0] : undefined;
    }) as typeof original;
    try {
      const failure = new DiagnosedError({
        code: 'stepFailed',
        params: {},
        remedies: [{ id: 'openFile', file: hostile }],
      });
      shown.length = 0;
      // whoever rejects is shown by VS Code itself
      await showError(failure, { folder: {} as WorkspaceFolder, request: {} });
      assert.equal(presses, 2, 'what pressing led to is told like any other failure');
      assert.ok(
        shown.every(({ text }) => !text.includes('](')),
        JSON.stringify(shown),
      );
    } finally {
      window.showErrorMessage = original;
    }
  });
});
