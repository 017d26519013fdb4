import { askImage } from '../../images/askImage.ts';
import { createReadOnlyDocuments } from '../../outcome/readOnlyDocuments.ts';
import { withProgress } from '../../outcome/remedies.ts';
import { imageActionTexts } from '../../texts/images.ts';
import type { ImageCommandContext, ImageCommandDeps } from './context.ts';
import { listingCommands } from './listing.ts';
import { lookingCommands } from './looking.ts';
import { pinningCommands } from './pinning.ts';
import { createRepair } from './repair.ts';
import { repairCommands } from './repairCommands.ts';
import { targetOf } from './targets.ts';

export interface ImageCommands {
  /** Carries out one of `commandIds.image`, for a row of the view or from the palette. */
  readonly run: (command: string, element: unknown) => Promise<void>;
  readonly dispose: () => void;
}

export function createImageCommands(deps: ImageCommandDeps): ImageCommands {
  const { images, list, read } = deps;
  const documents = createReadOnlyDocuments('multiarch-image');
  const context: ImageCommandContext = {
    ...deps,
    target: async (element, title) => targetOf(element)?.id ?? (await askImage({ title, offered: await list.find() })),
    inspect: (id) => withProgress(imageActionTexts.reading(id), (signal) => images.inspect(id, { signal })),
    show: documents.show,
  };
  const repair = createRepair({
    ...deps.repair,
    showPreview: (name, text) => documents.show(`${name}.json`, text),
    changed: async (id) => {
      const named = (await list.find()).find((each) => each.id === id);
      if (named) {
        await read(named);
      }
    },
  });
  const table = {
    ...lookingCommands(context),
    ...listingCommands(context),
    ...pinningCommands(context),
    ...repairCommands(context, repair),
  };
  return {
    run: async (command, element) => {
      await table[command]?.(element);
    },
    dispose: documents.dispose,
  };
}
