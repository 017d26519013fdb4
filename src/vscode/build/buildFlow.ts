import type { WorkspaceFolder } from 'vscode';
import type { BuildReport } from '../../domain/build/report.ts';
import type { BuildRequest } from '../../domain/build/request.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { requireTrust } from '../trust.ts';
import type { RunOptions, TaskRunner } from './task/taskRunner.ts';
import type { WizardStart } from './wizard/buildWizard.ts';
import type { WizardDeps } from './wizard/deps.ts';

/** Starts builds: with the wizard, or directly. Both resolve to undefined if no build started; the reason is shown. */
export interface BuildFlow {
  /** Asks for missing answers, beginning at `start`, and builds. */
  ask(start?: WizardStart, options?: BuildOptions): Promise<BuildReport | undefined>;
  /** Builds without asking. */
  readonly build: (
    request: BuildRequest,
    folder: WorkspaceFolder,
    options?: BuildOptions,
  ) => Promise<BuildReport | undefined>;
}

type BuildOptions = Pick<RunOptions, 'aside' | 'local'>;

export interface BuildFlowDeps {
  readonly tasks: TaskRunner;
  readonly wizard: WizardDeps;
  readonly showError: ShowError;
}

export function createBuildFlow({ tasks, wizard, showError }: BuildFlowDeps): BuildFlow {
  async function build(
    request: BuildRequest,
    folder: WorkspaceFolder,
    options?: BuildOptions,
  ): Promise<BuildReport | undefined> {
    try {
      return await tasks.run(request, folder, options);
    } catch (error) {
      await showError(error, { request, folder, local: options?.local ?? false });
      return undefined;
    }
  }

  return {
    build,
    async ask(start, options) {
      try {
        requireTrust();
        const { runBuildWizard } = await import('./wizard/buildWizard.ts');
        const answer = await runBuildWizard(wizard, start);
        return answer && (await build(answer.request, answer.folder, options));
      } catch (error) {
        await showError(error);
        return undefined;
      }
    },
  };
}
