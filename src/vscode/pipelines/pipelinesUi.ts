import type { Disposable } from 'vscode';
import { loadOnce } from '../../services/concurrency/loadOnce.ts';
import { commandIds } from '../commandIds.ts';
import { disposables } from '../shared/disposeAll.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { createReadOnlyDocuments } from '../shared/dialogs/readOnlyDocuments.ts';
import { registerRowCommand } from '../shared/tree/rowCommand.ts';
import { requireTrust } from '../trust.ts';
import type { PipelineDeps } from './pipelineCommands.ts';

/** The commands that create files for pipelines; their code is loaded with the first call. */
export function createPipelinesUi(
  deps: Omit<PipelineDeps, 'documents'> & { readonly showError: ShowError },
): Disposable {
  const documents = createReadOnlyDocuments('multiarch-pipeline');
  const load = loadOnce(() => import('./pipelineCommands.ts'));
  return disposables(
    documents,
    ...Object.values(commandIds.pipeline).map((id) =>
      registerRowCommand(
        id,
        async () => {
          requireTrust();
          await (await load()).runPipelineCommand({ ...deps, documents }, id);
        },
        deps.showError,
      ),
    ),
  );
}
