import { workspaceImages } from '../../../domain/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { askImage } from '../../images/askImage.ts';
import { fateOf } from '../../images/fate.ts';
import { comparisonReport, inspectionReport, verificationReport } from '../../images/reports.ts';
import { withProgress } from '../../outcome/remedies.ts';
import { imageActionTexts } from '../../texts/images.ts';
import { checkInside } from './checkInside.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { targetOf } from './targets.ts';

/** Looking at images: reports, and what is inside. */
export function lookingCommands(context: ImageCommandContext): ImageCommandTable {
  const { images, inside, model, list, clusters, emulated, target, inspect, show } = context;
  const ids = commandIds.image;
  return {
    async [ids.inspect](element) {
      const id = await target(element, imageActionTexts.inspectTitle());
      const image = id === undefined ? undefined : await inspect(id);
      if (image) {
        await show(`${image.ref}.md`, inspectionReport(image, Date.now(), inside.facts.of));
      }
    },

    async [ids.verify](element) {
      const id = await target(element, imageActionTexts.verifyTitle());
      if (id === undefined) {
        return;
      }
      const answer = await withProgress(imageActionTexts.reading(id), (signal) =>
        Promise.all([images.inspect(id, { signal }), clusters.refresh({ signal })]),
      );
      if (answer) {
        const [image, chosen] = answer;
        const fate = fateOf(image, chosen, emulated());
        await show(`${image.ref}.md`, verificationReport(image, Date.now(), fate, chosen, inside.facts.of));
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
        await show(`${id} ${other}.md`, comparisonReport(...both, Date.now()));
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
