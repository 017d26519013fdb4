import { commands } from 'vscode';
import { workspaceImages } from '../../../domain/sources/manifests/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { askImage } from './askImage.ts';
import { comparisonReport, inspectionReport, verificationReport } from '../reports.ts';
import { platformActionTexts } from '../../targets/texts/clusters.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { checkInside } from './checkInside.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { targetOf } from './targets.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** Inspection of images: reports, and their contents. */
export function lookingCommands(context: ImageCommandContext): ImageCommandTable {
  const { images, inside, model, list, clusters, verdicts, target, inspect, changed, show } = context;
  const ids = commandIds.image;

  /** The report for the clusters, which can still be selected then. */
  async function verify(id: string): Promise<void> {
    const answer = await withProgress(imageActionTexts.reading(id), (signal) =>
      Promise.all([images.inspect(id, { signal }), clusters.refresh({ signal })]),
    );
    if (answer) {
      const [image, chosen] = answer;
      const verdict = verdicts(image, inside.facts.of);
      await show(`${image.ref}.md`, verificationReport(image, Date.now(), verdict, chosen, inside.facts.of));
      await changed(image.ref);
      if (chosen.length === 0 && (await haveClusters())) {
        await verify(id);
      }
    }
  }

  /** Whether the user selected clusters after a message that none are selected. */
  async function haveClusters(): Promise<boolean> {
    const choose = platformActionTexts.chooseClusters();
    if ((await showInformation(platformActionTexts.noneChosen(), choose)) === choose) {
      await commands.executeCommand(commandIds.selectClusters);
    }
    return clusters.chosen.length > 0;
  }

  return {
    async [ids.inspect](element) {
      const id = await target(element, imageActionTexts.inspectTitle());
      const image = id === undefined ? undefined : await inspect(id);
      if (image) {
        await show(`${image.ref}.md`, inspectionReport(image, Date.now(), inside.facts.of));
        await changed(image.ref);
      }
    },

    async [ids.verify](element) {
      const id = await target(element, imageActionTexts.verifyTitle());
      if (id !== undefined) {
        await verify(id);
      }
    },

    async [ids.compare](element) {
      const id = await target(element, imageActionTexts.compareTitle());
      if (id === undefined) {
        return;
      }
      const offered = (await list.find()).filter((named) => named.id !== id);
      const repository = workspaceImages([{ image: id, by: 'added' }])[0]?.repository;
      const other = await askImage({
        title: imageActionTexts.compareTitle(),
        placeholder: imageActionTexts.with(id),
        offered: [
          ...offered.filter((named) => named.repository === repository),
          ...offered.filter((named) => named.repository !== repository),
        ],
      });
      if (other === undefined) {
        return;
      }
      const both = await withProgress(imageActionTexts.reading(`${id}, ${other}`), (signal) =>
        Promise.all([images.inspect(id, { signal }), images.inspect(other, { signal })]),
      );
      if (both) {
        // the tab shows the part after the last slash
        const [from, to] = [id, other].map((name) => name.slice(name.lastIndexOf('/') + 1));
        await show(`${id} ${other}/${from} → ${to}.md`, comparisonReport(...both, Date.now()));
      }
    },

    async [ids.checkInside](element) {
      const { id, digest, platform, named } = targetOf(element) ?? {};
      if (id !== undefined && digest !== undefined && platform !== undefined) {
        await checkInside(inside, id, [{ platform, digest }]);
      } else if (id !== undefined && named) {
        const image = model.known(named).image ?? (await inspect(id));
        await checkInside(inside, id, image?.images.filter(({ size }) => size !== undefined) ?? []);
      }
    },
  };
}
