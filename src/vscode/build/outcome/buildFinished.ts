import { verifiedImages } from '../../../domain/architecture/verifiedImages.ts';
import type { BuildMemory } from '../../memory.ts';
import type { FinishedBuild } from '../task/taskRunner.ts';
import { notifyBuild, type NotifyDeps } from './notifyBuild.ts';

/** What follows a build: it is remembered, with what was pushed and is there, and its outcome is told. */
export function buildFinished(memory: BuildMemory, deps: NotifyDeps) {
  return (build: FinishedBuild): void => {
    const { folder, request, report, plan, aside, local } = build;
    if (!aside) {
      // who changed it to something else in the wizard wants that
      const purpose = local && plan.output === 'load' ? 'local' : 'build';
      memory.remember(folder, request, purpose).catch(deps.showError);
      memory.rememberVerified(folder, verifiedImages(report, plan.output, Date.now())).catch(deps.showError);
    }
    if (!aside || !report.ok) {
      notifyBuild(build, deps).catch(deps.showError);
    }
  };
}
