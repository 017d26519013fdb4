import type { Workloads } from '../../services/clusters/workloads.ts';
import { createReadOnlyDocuments } from '../shared/dialogs/readOnlyDocuments.ts';
import { withProgress } from '../shared/dialogs/progress.ts';
import { podOf } from './pickWorkload.ts';
import { workloadActionTexts } from './texts.ts';

/** `Describe Pod`, for the row of a pod: shows the output of `kubectl describe` in an editor. `run` rejects with the cluster's diagnosis. */
export function createDescribe(workloads: Pick<Workloads, 'describe'>): {
  readonly run: (element: unknown) => Promise<void>;
  readonly dispose: () => void;
} {
  const documents = createReadOnlyDocuments('multiarch-pod');
  return {
    async run(element) {
      const pod = podOf(element);
      if (!pod) {
        return;
      }
      const { name } = pod.workload;
      const text = await withProgress(workloadActionTexts.describing(name), (signal) =>
        workloads.describe(pod, signal),
      );
      if (text !== undefined) {
        await documents.show(`${name}.txt`, text);
      }
    },
    dispose: documents.dispose,
  };
}
