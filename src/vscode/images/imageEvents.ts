import { type Disposable, workspace } from 'vscode';
import { fileKind } from '../../domain/sources/fileKinds.ts';
import { workspaceImages } from '../../domain/sources/manifests/workspaceImages.ts';
import { createTogether } from '../../services/concurrency/together.ts';
import { watchManifests } from '../workspaceSources.ts';
import type { BuildMemory } from '../memory.ts';
import { disposables } from '../shared/disposeAll.ts';
import type { ClusterModel } from '../targets/clusters/clusterModel.ts';
import type { WorkloadUses } from '../targets/clusters/workloadUses.ts';
import type { ImageReads } from './imageReads.ts';
import type { ImageRows } from './imageRows.ts';
import type { ImageModel } from './model/imageModel.ts';
import type { KnownFacts } from './model/platformFacts.ts';
import { imageRowId } from './view/items/imageItem.ts';

export interface ImageEventsDeps {
  readonly model: ImageModel;
  readonly facts: KnownFacts;
  readonly clusters: ClusterModel;
  readonly uses: Pick<WorkloadUses, 'onDidChange' | 'refresh'>;
  readonly memory: BuildMemory;
  readonly reads: Pick<ImageReads, 'forget'>;
  readonly rows: ImageRows;
  /** Redraws what changed: the row with this id and those below it, or the whole view. */
  readonly update: (row?: string) => void;
  /** Redraws everything, including the list of files. */
  readonly searchAgain: () => void;
}

/** Redraws rows when their content changes. */
export function followImages(deps: ImageEventsDeps): Disposable {
  const { model, facts, clusters, uses, memory, reads, rows, update, searchAgain } = deps;
  /** The drawn state of the clusters: a running query changes nothing here. */
  let drawn = needed(clusters.chosen);

  function changed(id: string): void {
    rows.changed(id);
    update(imageRowId(id));
  }

  const soon = createTogether(oneChange, () => {
    searchAgain();
    // a pull or a checkout changes files without an editor
    void uses.refresh();
  });
  return disposables(
    model.onDidChange(changed),
    facts.onDidChange((digest) => {
      for (const named of rows.images()) {
        if (model.known(named).image?.images.some((each) => each.digest === digest)) {
          changed(named.id);
        }
      }
    }),
    clusters.onDidChange(() => {
      const now = needed(clusters.chosen);
      if (now !== drawn) {
        drawn = now;
        rows.allChanged();
        update();
      }
    }),
    uses.onDidChange(() => {
      rows.allChanged();
      update();
    }),
    memory.onDidVerify(() => {
      const pushed = new Set(pushedFrom(memory));
      reads.forget(rows.images().filter(({ repository }) => pushed.has(repository)));
      searchAgain();
    }),
    workspace.onDidGrantWorkspaceTrust(searchAgain),
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (fileKind(uri.path) !== undefined) {
        searchAgain();
      }
    }),
    soon,
    watchManifests(soon.call),
  );
}

/** Milliseconds in which changes count as one: a checkout changes thousands of files. */
const oneChange = 300;

/** The repositories of pushes from here. */
function pushedFrom(memory: BuildMemory): readonly string[] {
  const pushed = (workspace.workspaceFolders ?? []).flatMap((folder) => memory.verifiedImages(folder));
  return workspaceImages(pushed.map(({ image }) => ({ image, by: 'pushed' }))).map(({ repository }) => repository);
}

function needed(chosen: ClusterModel['chosen']): string {
  // images are judged by the labels of nodes, too
  return JSON.stringify(
    chosen.map(({ context, known }) => [context, known?.state, known?.groups, known?.kinds, known?.placedBy]),
  );
}
