import {
  commands,
  Disposable,
  EventEmitter,
  RelativePattern,
  tasks,
  type TreeDataProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import path from 'node:path';
import type { BuilderListing } from '../../../services/builders/listing/listing.ts';
import { section } from '../../settings.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import { taskType } from '../../tasks/taskRunner.ts';
import { childrenOf, rootsOf } from './children.ts';
import type { BuildersElement, HistoryElement, RecordElement } from './elements.ts';
import { itemOf } from './items/itemOf.ts';
import { markdown, treeItem } from './treeItem.ts';
import { viewState } from './viewState.ts';
import { disposables, disposeAll } from '../../shared/disposeAll.ts';

export interface BuildersViewDeps {
  readonly model: BuilderModel;
  /** The folder that buildx keeps its builders in, and whether its files say something new. */
  readonly listing: Pick<BuilderListing, 'folder' | 'isStale'>;
  /** The builds that a builder remembers. */
  readonly historyChildren: (element: HistoryElement) => Promise<readonly BuildersElement[]>;
  /** What is to be read when a build is pointed at. */
  readonly recordTooltip: (element: RecordElement, signal: AbortSignal) => Promise<readonly string[]>;
}

const viewId = 'multiarch.builders';

/**
 * The view of all builders. Asks when it becomes visible, when something of ours or in buildx' own files changed while it is,
 * and when somebody says so; never by a clock. Failures are its welcome text, not notifications.
 */
export function createBuildersView({ model, listing, historyChildren, recordTooltip }: BuildersViewDeps): Disposable {
  const changed = new EventEmitter<BuildersElement | undefined>();
  const provider: TreeDataProvider<BuildersElement> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: (element) => treeItem(itemOf(element, model.inUse(), Date.now())),
    async resolveTreeItem(item, element, token) {
      if (element.kind === 'record') {
        const abort = new AbortController();
        const listener = token.onCancellationRequested(() => {
          abort.abort();
        });
        item.tooltip = markdown(await recordTooltip(element, abort.signal));
        listener.dispose();
      }
      return item;
    },
    async getChildren(element) {
      if (element === undefined) {
        return roots();
      }
      return [...(element.kind === 'history' ? await historyChildren(element) : childrenOf(element))];
    },
  };

  async function roots(): Promise<BuildersElement[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    if (model.known === undefined && model.problem === undefined) {
      await firstAnswer(model);
    }
    const state = viewState(model);
    await commands.executeCommand('setContext', viewId, state);
    return state === 'shown' ? [...rootsOf(model.known ?? [], model.inUse())] : [];
  }

  const view = window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });
  let watched: Disposable | undefined;

  function refresh(because: 'shown' | 'changed'): void {
    if (!view.visible || !workspace.isTrusted) {
      return;
    }
    watched ??= watch(listing.folder(), () => void filesChanged());
    // what fails is shown by the view
    model.refresh(because === 'changed').catch(() => undefined);
  }

  async function filesChanged(): Promise<void> {
    if (view.visible && (await listing.isStale())) {
      refresh('changed');
    }
  }

  const listeners = [
    model.onDidChange(() => {
      changed.fire(undefined);
    }),
    view.onDidChangeVisibility(() => {
      refresh('shown');
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      changed.fire(undefined);
      refresh('shown');
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.builder`)) {
        model.settingChanged();
      }
      if (event.affectsConfiguration(`${section}.docker.path`)) {
        refresh('changed');
      }
    }),
    tasks.onDidEndTask(({ execution }) => {
      if (execution.task.definition.type === taskType) {
        refresh('changed');
      }
    }),
  ];
  return new Disposable(() => {
    disposeAll([view, changed, ...listeners, watched]);
  });
}

/** The first answer, or as much of it as there is soon. */
async function firstAnswer(model: BuilderModel): Promise<void> {
  let listener: Disposable | undefined;
  const news = new Promise<void>((resolve) => {
    listener = model.onDidChange(resolve);
  });
  await Promise.race([news, model.refresh().catch(() => undefined)]);
  listener?.dispose();
}

/** Watches the files in which buildx keeps its builders and which of them is Docker's default. */
function watch(folder: string, then: () => void): Disposable {
  const watchers = [
    new RelativePattern(Uri.file(path.join(folder, 'instances')), '*'),
    new RelativePattern(Uri.file(folder), 'current'),
  ].map((pattern) => workspace.createFileSystemWatcher(pattern));
  const listeners = watchers.flatMap((watcher) => [
    watcher.onDidCreate(then),
    watcher.onDidChange(then),
    watcher.onDidDelete(then),
  ]);
  return disposables(...watchers, ...listeners);
}
