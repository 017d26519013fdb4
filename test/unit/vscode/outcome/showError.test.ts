import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { explainError } from '../../../../src/services/explain.ts';
import { createShowError } from '../../../../src/vscode/outcome/showError.ts';
import { leave, press } from '../../../support/vscode/person.ts';
import { inVscode, person, seen } from '../../../support/vscode/session.ts';

describe('an error that is shown', () => {
  inVscode();

  it('attack: a build names a file that is a link, and VS Code says that it is not there', async () => {
    const hostile = '[Dockerfile](command:workbench.action.closeWindow)';
    const showError = createShowError(explainError, () => () => Promise.reject(new Error(`no file ${hostile}`)));
    const failure = new DiagnosedError({
      code: 'stepFailed',
      params: {},
      remedies: [{ id: 'openFile', file: hostile }],
    });
    person(press('Open [Dockerfile](command:workbench.action.c…'), leave);
    // whoever rejects is shown by VS Code itself
    await showError(failure, { folder: {} as WorkspaceFolder, request: {} });
    // a button is plain text
    const errors = seen()
      .split('\n')
      .filter((line) => line.startsWith('error: '));
    assert.equal(errors.length, 2, 'what pressing led to is told like any other failure');
    assert.ok(!errors.join().includes(']('), errors.join());
  });
});
