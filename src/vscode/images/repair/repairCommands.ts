import { safeText } from '../../../domain/safeText.ts';
import { workspaceImages } from '../../../domain/sources/manifests/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { missingIn } from '../../../domain/coverage/imageFate.ts';
import { showPicks } from '../../shared/picks/picks.ts';
import { repairTexts } from '../texts/repair.ts';
import type { ImageCommandContext, ImageCommandTable } from '../commands/context.ts';
import type { Repair } from './repair.ts';
import { formerIn, missingPlatformsIn, targetOf } from '../commands/targets.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';

/** Commands that move tags. */
export function repairCommands(context: ImageCommandContext, repair: Repair): ImageCommandTable {
  const { model, list, verdicts, target } = context;
  const ids = commandIds.image;

  /** The named platforms, or all platforms that the clusters need and its image lacks. */
  const missingOf = (element: unknown): readonly string[] => {
    const missing = missingPlatformsIn(element);
    const { named } = targetOf(element) ?? {};
    const image = named && model.known(named).image;
    return missing.length > 0 ? missing : image ? missingIn(verdicts(image).coverage).map((each) => each.platform) : [];
  };

  return {
    async [ids.addMissing](element) {
      const { id } = targetOf(element) ?? {};
      const platforms = missingOf(element);
      if (id !== undefined && platforms.length > 0) {
        await repair.addMissing(id, platforms);
      }
    },
    async [ids.drop](element) {
      const { id, platform, digest } = targetOf(element) ?? {};
      if (id !== undefined && platform !== undefined && digest !== undefined) {
        await repair.drop(id, { platform, digest });
      }
    },
    async [ids.join](element) {
      const id = await target(element, repairTexts.joinTitle());
      const repository = id === undefined ? undefined : workspaceImages([{ image: id, by: 'added' }])[0]?.repository;
      if (id === undefined || repository === undefined) {
        return;
      }
      const offered = (await list.find()).filter((named) => named.repository === repository && named.id !== id);
      if (offered.length === 0) {
        void showInformation(repairTexts.joinNone(repository));
        return;
      }
      const ticked = await showPicks(
        offered.map((named) => ({ label: safeText(named.id), named })),
        { title: repairTexts.joinTitle(), placeHolder: repairTexts.joinWhich(id) },
      );
      if (ticked && ticked.length > 0) {
        await repair.join(
          id,
          ticked.map(({ named }) => named),
        );
      }
    },
    async [ids.restore](element) {
      const former = formerIn(element);
      const id = former?.id ?? targetOf(element)?.id;
      if (id !== undefined) {
        await repair.restore(id, former?.digest);
      }
    },
  };
}
