import { EventEmitter, type Event, type Memento } from 'vscode';
import type { Toleration } from '../../../domain/cluster/cluster.ts';
import { builtUses } from '../../../domain/coverage/builtUses.ts';
import { placementOf, type ImageUse } from '../../../domain/coverage/imageUse.ts';
import { noUses, restoreUses, storeUses, type WorkspaceUses } from '../../../domain/coverage/storedUses.ts';
import { usesByImage, type UsesByImage } from '../../../domain/coverage/usesByImage.ts';
import type { Workload } from '../../../domain/workload/workload.ts';

/** The workloads that use images: those of the workspace's files, and those of clusters as far as they were read. */
export interface WorkloadUses {
  readonly onDidChange: Event<void>;
  /** The workloads that use an image. */
  of(image: string): readonly ImageUse[];
  /** The workloads that decide about the platforms of builds here; empty if all eligible nodes do. */
  readonly built: readonly ImageUse[];
  /** What any workload of the workspace tolerates. */
  readonly tolerations: readonly Toleration[];
  /** Reads the changed files of the workspace; contacts no cluster. Keeps the former answer if that fails. */
  refresh(): Promise<void>;
  /** The workloads of a cluster were read. */
  readCluster(context: string, workloads: readonly Workload[]): void;
  /** Whether the workloads of a cluster were read. */
  hasRead(context: string): boolean;
  dispose(): void;
}

export interface WorkloadUsesDeps {
  /** Stores what the files say for the next session, so that the status bar need not read them. */
  readonly state: Memento;
  readonly find: () => Promise<WorkspaceUses>;
  /** Images that were pushed from here, and the setting. */
  readonly pushed: () => readonly string[];
}

const key = 'clusters:uses';

export function createWorkloadUses({ state, find, pushed }: WorkloadUsesDeps): WorkloadUses {
  const changes = new EventEmitter<void>();
  const ofClusters = new Map<string, readonly ImageUse[]>();
  let inFiles: WorkspaceUses | undefined;
  let indexed: UsesByImage | undefined;
  let reading: Promise<void> | undefined;

  /** Restored on first use; activation does not need them. */
  const files = (): WorkspaceUses => (inFiles ??= restoreUses(state.get(key)));
  const all = (): UsesByImage => (indexed ??= usesByImage([...files().uses, ...[...ofClusters.values()].flat()]));

  function changed(): void {
    indexed = undefined;
    changes.fire();
  }

  async function read(): Promise<void> {
    const found = await find().catch(() => undefined);
    if (found && JSON.stringify(found) !== JSON.stringify(files())) {
      inFiles = found;
      changed();
      await state.update(key, storeUses(found) ?? noUses);
    }
  }

  return {
    onDidChange: changes.event,
    of: (image) => all().of(image),
    get built() {
      return builtUses(all(), [...files().built, ...pushed()]);
    },
    get tolerations() {
      return files().tolerations;
    },
    refresh: () => {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    readCluster(context, workloads) {
      ofClusters.set(
        context,
        workloads.flatMap(({ kind, name, containers, placement }) =>
          containers.map(({ image }) => ({ image, kind, name, ...placementOf(placement), context })),
        ),
      );
      changed();
    },
    hasRead: (context) => ofClusters.has(context),
    dispose: () => {
      changes.dispose();
    },
  };
}
