import { commands, Disposable, EventEmitter, type TreeDataProvider, window } from 'vscode';
import { commandIds } from '../commandIds.ts';
import { requireTrust } from '../requireTrust.ts';
import type { ShowError } from '../outcome/showError.ts';
import type { ImagesElement } from '../views/images/elements.ts';
import type { ImagesUi, ImagesUiDeps } from './imagesUi.ts';
import { disposables } from '../shared/disposeAll.ts';

/** The view of images and its commands, which are loaded when somebody looks at the one or calls one of the others. */
export function createLazyImagesUi(deps: ImagesUiDeps & { readonly showError: ShowError }): Disposable {
  const changed = new EventEmitter<ImagesElement | undefined>();
  let ui: Promise<ImagesUi> | undefined;
  let loaded: ImagesUi | undefined;
  const load = () =>
    (ui ??= import('./imagesUi.ts').then(({ createImagesUi }) => {
      loaded = createImagesUi(deps, (element) => {
        changed.fire(element);
      });
      return loaded;
    }));
  async function run(id: string, row: unknown): Promise<void> {
    requireTrust();
    await (await load()).run(id, row);
  }
  const provider: TreeDataProvider<ImagesElement> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (element) => (await load()).children(element),
    getTreeItem: async (element) => (await load()).item(element),
  };
  const view = window.createTreeView('multiarch.images', { treeDataProvider: provider, showCollapseAll: true });
  return disposables(
    view,
    changed,
    new Disposable(() => loaded?.dispose()),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        loaded?.shown();
      }
    }),
    ...Object.values(commandIds.image).map((id) =>
      commands.registerCommand(id, (row: unknown) => run(id, row).catch(deps.showError)),
    ),
  );
}
