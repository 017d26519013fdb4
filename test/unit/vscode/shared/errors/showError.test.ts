import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { text } from '../../../../../src/domain/safeText.ts';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { CancelledError } from '../../../../../src/tools/process/errors.ts';
import { folder, openFolders } from '../../../../support/vscode/workspace.ts';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import { createShowError } from '../../../../../src/vscode/shared/errors/showError.ts';
import { leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, seen, shows } from '../../../../support/vscode/session.ts';

describe('an error that is shown', () => {
  inVscode();

  it('attack: a build names a file that is a link, and VS Code says that it is not there', async () => {
    const hostile = '[Dockerfile](command:workbench.action.closeWindow)';
    const showError = createShowError(diagnoseError, () => () => Promise.reject(new Error(`no file ${hostile}`)));
    const failure = new DiagnosedError({
      code: 'stepFailed',
      params: {},
      remedies: [{ id: 'openFile', file: hostile }],
    });
    person(press('Open [Dockerfile](command:workbench.action.c…'), leave);
    // VS Code itself shows a rejection
    await showError(failure, { folder: {} as WorkspaceFolder, request: {} });
    // a button is plain text
    const errors = seen()
      .split('\n')
      .filter((line) => line.startsWith('error: '));
    assert.equal(errors.length, 2, 'what pressing led to is told like any other failure');
    assert.ok(!errors.join().includes(']('), errors.join());
  });

  it('is silent after a cancellation', async () => {
    const showError = createShowError(diagnoseError, () => () => Promise.reject(new Error('no remedy was chosen')));
    await showError(new CancelledError());
    await showError(new DiagnosedError(diagnosisOf('cancelled')));
    shows('');
  });

  it('is not silent where a cancelled action left something', async () => {
    const showError = createShowError(diagnoseError, () => () => Promise.resolve());
    const context = { folder: folder('site'), request: {}, more: [text`r.io/app:1 was moved.`] };
    await showError(new DiagnosedError(diagnosisOf('cancelled')), context);
    await showError(new DiagnosedError({ ...diagnosisOf('kubectlNotFound'), remedies: [] }), context);
    shows(`
      error: The build was canceled. r.io/app:1 was moved.
      error: The Kubernetes command-line tool “kubectl” was not found on this machine. r.io/app:1 was moved. Install it, or set its path in the setting “multiarch.kubectl.path”. Until then, declare the platforms of the cluster.
    `);
  });

  it('has a button for each remedy of a failed build, and for those that need no build otherwise, in the first folder', async () => {
    const done: string[] = [];
    const showError = createShowError(diagnoseError, () => (remedy, { folder: at, request }) => {
      done.push(`${remedy.id} in ${at.name}: ${JSON.stringify(request)}`);
      return Promise.resolve();
    });
    const failure = new DiagnosedError({
      code: 'stepFailed',
      params: {},
      remedies: [{ id: 'showLog' }, { id: 'buildAgain' }],
    });
    person(press('Build Again'), press('Show Log'), leave, press('Show Log'));
    await showError(failure, {
      folder: folder('site'),
      request: { tags: ['r.io/app:1'] },
      also: safeText('And more.'),
    });
    await showError(failure);
    await showError(failure);
    openFolders();
    await showError(failure);
    shows(`
      error: A step of the build failed. And more.
        [Show Log] [Build Again]
      > Build Again
      error: A step of the build failed.
        [Show Log]
      > Show Log
      error: A step of the build failed.
        [Show Log]
      > Escape
      error: A step of the build failed.
        [Show Log]
      > Show Log
    `);
    assert.deepEqual(done, ['buildAgain in site: {"tags":["r.io/app:1"]}', 'showLog in shop: {}']);
  });
});
