import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import { askImage } from './askImage.ts';
import { createReadOnlyDocuments } from '../../shared/dialogs/readOnlyDocuments.ts';
import { createReportPanels } from '../../shared/report/reportPanels.ts';
import { disposeAll } from '../../shared/disposeAll.ts';
import { imageActionTexts } from '../texts/actions.ts';
import type { ImageCommandContext, ImageCommandDeps } from './context.ts';
import { listingCommands } from './listCommands.ts';
import { lookingCommands } from './inspectCommands.ts';
import { pinningCommands } from './digestCommands.ts';
import { nameCommands } from './nameCommands.ts';
import { createRepair } from '../repair/repair.ts';
import { repairCommands } from '../repair/repairCommands.ts';
import { targetOf } from './targets.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

export interface ImageCommands {
  /** Runs one of `commandIds.image`, for a row or from the palette. */
  readonly run: (command: string, element: unknown) => Promise<void>;
  readonly dispose: () => void;
}

export function createImageCommands(deps: ImageCommandDeps): ImageCommands {
  const { images, list, read } = deps;
  const documents = createReadOnlyDocuments('multiarch-image');
  const reports = createReportPanels('multiarch.report');
  const changed = async (id: string) => {
    const tag = taggedId(id) ?? id;
    const own = (await list.find()).filter((named) => named.id === id || taggedId(named.id) === tag);
    await Promise.all(own.map(read));
  };
  const context: ImageCommandContext = {
    ...deps,
    target: async (element, title) => targetOf(element)?.id ?? (await askImage({ title, offered: await list.find() })),
    inspect: (id) => withProgress(imageActionTexts.reading(id), (signal) => images.inspect(id, { signal })),
    changed,
    reports,
  };
  const repair = createRepair({
    ...deps.repair,
    compare: documents.compare,
    changed,
  });
  const table = {
    ...lookingCommands(context),
    ...listingCommands(context),
    ...pinningCommands(context),
    ...nameCommands(context),
    ...repairCommands(context, repair),
  };
  return {
    run: async (command, element) => {
      await table[command]?.(element);
    },
    dispose: () => {
      disposeAll([documents, reports]);
    },
  };
}
