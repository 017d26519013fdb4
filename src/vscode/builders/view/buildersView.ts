import { commands, Disposable, RelativePattern, tasks, Uri, workspace } from 'vscode';
import path from 'node:path';
import type { SafeText } from '../../../domain/safeText.ts';
import type { BuilderListing } from '../../../services/builders/listing/listing.ts';
import { section } from '../../settings/settings.ts';
import type { BuilderModel } from '../builderModel.ts';
import { createLiveView } from '../../shared/tree/treeView.ts';
import { taskType } from '../../shared/tasks.ts';
import { childrenOf, rootsOf } from './children.ts';
import type { BuildersElement, HistoryElement, RecordElement } from './elements.ts';
import { itemOf } from './items/itemOf.ts';
import { treeItem } from '../../shared/tree/item.ts';
import { tooltip } from '../../shared/text/markdown.ts';
import { viewState, type ViewState } from './viewState.ts';
import { disposables, disposeAll } from '../../shared/disposeAll.ts';

export interface BuildersViewDeps {
  readonly model: BuilderModel;
  /** The folder of buildx's builders, and whether its files changed. */
  readonly listing: Pick<BuilderListing, 'folder' | 'isStale'>;
  /** The builds that a builder remembers. */
  readonly historyChildren: (element: HistoryElement) => Promise<readonly BuildersElement[]>;
  /** The tooltip, read on hover. */
  readonly recordTooltip: (element: RecordElement, signal: AbortSignal) => Promise<readonly SafeText[]>;
}

const viewId = 'multiarch.builders';

/**
 * The view of all builders. Queries when it becomes visible, when builders or buildx's files change while it is visible, and on request;
 * never on a timer. Failures are its welcome text, not notifications.
 */
export function createBuildersView({ model, listing, historyChildren, recordTooltip }: BuildersViewDeps): Disposable {
  /** Builders whose history has a row. */
  const withHistory = new Set<string>();
  /** The last state that was told to VS Code: presses on rows are lost until it has its answer. */
  let told: ViewState | undefined;

  function below(element: BuildersElement): readonly BuildersElement[] {
    if (element.kind !== 'builder') {
      return childrenOf(element);
    }
    const { name } = element.builder;
    const rows = childrenOf(element, withHistory.has(name));
    withHistory[rows.some(({ kind }) => kind === 'history') ? 'add' : 'delete'](name);
    return rows;
  }

  async function roots(): Promise<BuildersElement[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    if (model.known === undefined && model.problem === undefined) {
      await firstAnswer(model);
    }
    const state = viewState(model);
    if (state !== told) {
      told = state;
      await commands.executeCommand('setContext', viewId, state);
    }
    return state === 'shown' ? [...rootsOf(model.known ?? [], model.inUse(), model.oldBuildx)] : [];
  }

  const { view, update, dispose } = createLiveView<BuildersElement>(viewId, {
    children: (element) =>
      element === undefined ? roots() : element.kind === 'history' ? historyChildren(element) : below(element),
    item: (element) => itemOf(element, model.inUse(), Date.now()),
    treeItem,
    async resolve(item, element, signal) {
      if (element.kind === 'record') {
        item.tooltip = tooltip(await recordTooltip(element, signal));
      }
    },
  });
  let watched: Disposable | undefined;

  function refresh(because: 'shown' | 'changed'): void {
    if (!view.visible || !workspace.isTrusted) {
      return;
    }
    watched ??= watch(listing.folder(), () => void filesChanged());
    // the view shows failures
    model.refresh(because === 'changed').catch(() => undefined);
  }

  async function filesChanged(): Promise<void> {
    if (view.visible && (await listing.isStale())) {
      refresh('changed');
    }
  }

  const listeners = [
    model.onDidChange(() => {
      update();
    }),
    view.onDidChangeVisibility(() => {
      refresh('shown');
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      update();
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
    disposeAll([{ dispose }, ...listeners, watched]);
  });
}

/** The first answer, or its available part after a moment. */
async function firstAnswer(model: BuilderModel): Promise<void> {
  let listener: Disposable | undefined;
  const news = new Promise<void>((resolve) => {
    listener = model.onDidChange(resolve);
  });
  await Promise.race([news, model.refresh().catch(() => undefined)]);
  listener?.dispose();
}

/** Watches the files with buildx's builders and Docker's default. */
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
