import type { Pod } from '../../domain/workload/workload.ts';
import type { Crashes } from './crashes.ts';
import type { WorkloadElement, WorkloadsRow } from './view/elements.ts';

/** Reads why the pods of displayed rows crash, without waiting for it. */
export interface CrashLearning {
  /** One pod for each of these workloads. @param id the image */
  clusters(id: string, rows: readonly WorkloadsRow[]): void;
  /** The pods of an expanded workload. */
  workload(row: WorkloadElement): void;
}

/** @param changed there is something new about the workloads of this image */
export function createCrashLearning(
  crashes: Pick<Crashes, 'judge' | 'learn'>,
  changed: (id: string) => void,
): CrashLearning {
  function failing({ id, context, use }: WorkloadElement): readonly Pod[] {
    return use.pods.map(({ pod }) => pod).filter((pod) => crashes.judge(id, context, pod) !== undefined);
  }

  async function learn(id: string, context: string, pods: readonly Pod[]): Promise<void> {
    if (pods.length > 0 && (await crashes.learn(context, pods))) {
      changed(id);
    }
  }

  return {
    clusters(id, rows) {
      const workloads = rows.filter((row) => row.kind === 'workload');
      for (const context of new Set(workloads.map((row) => row.context))) {
        const first = workloads.filter((row) => row.context === context).flatMap((row) => failing(row).slice(0, 1));
        void learn(id, context, first);
      }
    },
    workload(row) {
      void learn(row.id, row.context, failing(row));
    },
  };
}
