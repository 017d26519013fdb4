import { verifiedImages } from '../../../domain/architecture/verifiedImages.ts';
import type { BuildMemory } from '../../memory.ts';
import type { FinishedBuild } from '../task/taskRunner.ts';
import { notifyBuild, type NotifyDeps } from './notifyBuild.ts';

/** Handles a finished build: remembers it and its verified images, and reports the outcome. */
export function buildFinished(memory: BuildMemory, deps: NotifyDeps) {
  return (build: FinishedBuild): void => {
    const { folder, request, report, plan, aside, local } = build;
    if (!aside) {
      // the user changed it in the wizard deliberately
      const purpose = local && plan.output === 'load' ? 'local' : 'build';
      memory.remember(folder, request, purpose).catch(deps.showError);
      memory.rememberVerified(folder, verifiedImages(report, plan.output, Date.now())).catch(deps.showError);
    }
    if (!aside || !report.ok) {
      notifyBuild(build, deps).catch(deps.showError);
    }
  };
}
