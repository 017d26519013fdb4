import { formatReference, parseReference, repositoryOf } from '../../../domain/image/reference.ts';
import { commandIds } from '../../commandIds.ts';
import { askImage } from './askImage.ts';
import { askTags } from './askTags.ts';
import { renderCharts } from './renderCharts.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { imageActionTexts } from '../texts/actions.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { repositoryIn, targetOf } from './targets.ts';

/** Commands that change the list. */
export function listingCommands(context: ImageCommandContext): ImageCommandTable {
  const { tags, explain, files, list, target, readAgain, redraw, readUses } = context;
  const ids = commandIds.image;
  return {
    async [ids.add]() {
      const id = await askImage({ title: imageActionTexts.addTitle(), offered: [] });
      if (id !== undefined) {
        await list.add(id);
        redraw();
      }
    },

    async [ids.addTag](element) {
      const repository = repositoryIn(element) ?? (await target(element, imageActionTexts.addTitle()));
      const parsed = parseReference(repository ?? '');
      if (!parsed.ok) {
        return;
      }
      const { domain, path } = parsed.value;
      const name = repositoryOf(parsed.value);
      const present = (await list.find()).filter((named) => named.repository === name);
      const chosen = await askTags({
        repository: name,
        present: present.flatMap(({ reference }) => reference.tag ?? []),
        list: (signal) => tags({ domain, path }, signal),
        explain: (error) => failureText(explain(error).diagnosis).message,
      });
      for (const tag of chosen ?? []) {
        await list.add(formatReference({ domain, path, tag }));
      }
      if (chosen) {
        redraw();
      }
    },

    async [ids.remove](element) {
      const { id } = targetOf(element) ?? {};
      if (id !== undefined) {
        await list.remove(id);
        redraw();
      }
    },

    async [ids.renderCharts]() {
      await renderCharts(files, async () => {
        redraw();
        await readUses();
      });
    },

    async [ids.refresh](element) {
      await readAgain(targetOf(element)?.named);
    },
  };
}
