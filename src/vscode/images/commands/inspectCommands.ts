import { commands, env } from 'vscode';
import { safeText, text } from '../../../domain/safeText.ts';
import { workspaceImages } from '../../../domain/sources/manifests/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { askImage } from './askImage.ts';
import { comparisonReport, inspectionReport, manifestReport, verificationReport } from '../reports.ts';
import type { Report } from '../../shared/report/report.ts';
import { shortName } from '../../shared/text/shortName.ts';
import { platformActionTexts } from '../../targets/texts/clusters.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { checkInside } from './checkInside.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { targetOf } from './targets.ts';
import { showInformation, showStatus } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** Inspection of images: reports, and their contents. */
export function lookingCommands(context: ImageCommandContext): ImageCommandTable {
  const { images, inside, model, list, clusters, verdicts, usedInClusters } = context;
  const { target, inspect, changed, reports } = context;
  const ids = commandIds.image;

  /** Reports about the same image replace each other. */
  function show(id: string, report: Report): void {
    reports.show(id, safeText(shortName(id)), report);
  }

  /** The report for the clusters, which can still be selected then. */
  async function verify(id: string): Promise<void> {
    const answer = await withProgress(imageActionTexts.reading(id), (signal) =>
      Promise.all([images.inspect(id, { signal }), clusters.refresh({ signal })]),
    );
    if (answer) {
      const [image, chosen] = answer;
      const verdict = { ...verdicts(image, inside.facts.of), isUsed: usedInClusters(image.ref) };
      show(image.ref, verificationReport(image, Date.now(), verdict, chosen, inside.facts.of));
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
        show(image.ref, inspectionReport(image, Date.now(), inside.facts.of));
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
        const tab = text`${shortName(id)} → ${shortName(other)}`;
        reports.show(`${id} ${other}`, tab, comparisonReport(...both, Date.now()));
      }
    },

    async [ids.showManifest](element) {
      const id = await target(element, imageActionTexts.manifestTitle());
      const read =
        id === undefined
          ? undefined
          : await withProgress(imageActionTexts.reading(id), async (signal) => {
              const image = await images.inspect(id, { signal });
              return { image, raw: await images.raw(id, image.digest, { signal }) };
            });
      if (read) {
        const { image, raw } = read;
        const report = manifestReport(image, raw, Date.now(), inside.facts.of);
        reports.show(`manifest ${image.ref}`, imageActionTexts.manifestOf(shortName(image.ref)), report);
      }
    },

    async [ids.copyReport]() {
      const copied = reports.markdown();
      if (copied !== undefined) {
        await env.clipboard.writeText(copied);
        showStatus(imageActionTexts.copiedReport(), 5000);
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
