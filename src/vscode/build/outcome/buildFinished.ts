import { movedImages, verifiedImages } from '../../../domain/architecture/verifiedImages.ts';
import type { Inside } from '../../../domain/inside/inside.ts';
import type { BuildMemory } from '../../memory.ts';
import type { FinishedBuild } from '../task/taskRunner.ts';
import { notifyBuild, type NotifyDeps } from './notifyBuild.ts';

/** Stores the start programs of images by the digests of their manifests. */
export interface FoundPrograms {
  add(digest: string, found: { readonly inside: Inside }): Promise<void>;
}

/** Handles a finished build: remembers it, its verified images and their programs, and reports the outcome. */
export function buildFinished(memory: BuildMemory, programs: FoundPrograms, deps: NotifyDeps) {
  return (build: FinishedBuild): void => {
    const { folder, request, report, plan, aside, local } = build;
    if (!aside) {
      // the user changed it in the wizard deliberately
      const purpose = local && plan.output === 'load' ? 'local' : 'build';
      memory.remember(folder, request, purpose).catch(deps.showError);
      const { moved, gone } = movedImages(report, Date.now());
      const images = [...verifiedImages(report, plan.output, Date.now()), ...moved];
      memory.rememberVerified(folder, images, gone).catch(deps.showError);
    }
    for (const { digest, inside } of report.platforms) {
      if (digest !== undefined && inside) {
        programs.add(digest, { inside }).catch(deps.showError);
      }
    }
    if (!aside || !report.ok) {
      notifyBuild(build, deps).catch(deps.showError);
    }
  };
}
