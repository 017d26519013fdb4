import { Disposable } from 'vscode';
import { safeText } from '../../domain/safeText.ts';
import { loadOnce } from '../../services/concurrency/loadOnce.ts';
import type { ImageServices } from '../../services/imageServices.ts';
import { commandIds } from '../commandIds.ts';
import { requireTrust } from '../trust.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { registerRowCommand } from '../shared/tree/rowCommand.ts';
import { createLiveView } from '../shared/tree/treeView.ts';
import { treeItem } from '../shared/tree/item.ts';
import type { ImagesElement } from './view/elements.ts';
import type { ImagesUi, ImagesUiDeps } from './imagesUi.ts';
import { disposables } from '../shared/disposeAll.ts';

/** The Images view and its commands, loaded when the view is shown or a command runs. */
export function createLazyImagesUi(
  deps: ImagesUiDeps & { readonly services: () => Promise<ImageServices>; readonly showError: ShowError },
): Disposable {
  let loaded: ImagesUi | undefined;
  const load = loadOnce(async () => {
    const [{ createImagesUi }, services] = await Promise.all([import('./imagesUi.ts'), deps.services()]);
    loaded = createImagesUi(deps, services, update);
    return loaded;
  });
  async function run(id: string, element: unknown): Promise<void> {
    requireTrust();
    await (await load()).run(id, element);
  }
  const { view, update, dispose } = createLiveView<ImagesElement>('multiarch.images', {
    children: async (element) => (await load()).children(element),
    // no rows exist before it is loaded
    item: (element) => loaded?.item(element) ?? { label: safeText('') },
    treeItem,
  });
  return disposables(
    { dispose },
    new Disposable(() => loaded?.dispose()),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        loaded?.shown();
      }
    }),
    ...Object.values(commandIds.image).map((id) =>
      registerRowCommand(id, (element) => run(id, element), deps.showError),
    ),
  );
}
