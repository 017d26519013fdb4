import { env, Uri } from 'vscode';
import { registryPage } from '../../../domain/image/names/registryPage.ts';
import { isChart } from '../../../domain/image/artifactKind.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import {
  familiarReference,
  parseReference,
  repositoryOf,
  type ImageReference,
} from '../../../domain/image/reference.ts';
import { commandLine } from '../../../tools/process/quote.ts';
import { commandIds } from '../../commandIds.ts';
import { buildThis } from './buildThis.ts';
import { openNaming, openUse } from './openNaming.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { copyText } from './copyText.ts';
import { repositoryIn, targetOf } from './targets.ts';

/** What an image's name is enough for: copies it, opens its page or the file that names it, and builds it. */
export function nameCommands({ model, files, repair }: ImageCommandContext): ImageCommandTable {
  const ids = commandIds.image;
  const nameOf = (element: unknown) => parseReference(targetOf(element)?.id ?? repositoryIn(element) ?? '');
  return {
    async [ids.copyName](element) {
      const name = nameOf(element);
      if (name.ok) {
        await copyText(familiarReference(name.value));
      }
    },

    async [ids.copyPull](element) {
      const name = nameOf(element);
      const { platform, named } = targetOf(element) ?? {};
      const argv = name.ok
        ? pullCommand(name.value, { platform, image: named && model.known(named).image })
        : undefined;
      if (argv) {
        await copyText(commandLine(argv));
      }
    },

    async [ids.build](element) {
      const { id } = targetOf(element) ?? {};
      if (id !== undefined) {
        const { flow, memory } = repair;
        await buildThis(id, { flow, memory, files });
      }
    },

    async [ids.openInBrowser](element) {
      const name = nameOf(element);
      const page = name.ok ? registryPage(name.value) : undefined;
      if (page !== undefined) {
        await env.openExternal(Uri.parse(page));
      }
    },

    async [ids.openFile](element) {
      const { id } = targetOf(element) ?? {};
      if (!(await openUse(element)) && id !== undefined) {
        await openNaming(id, files);
      }
    },
  };
}

/** `docker pull …`, for one platform if given; `helm pull …` for a chart, which Docker cannot pull. Undefined for a chart without a tag. */
function pullCommand(
  reference: ImageReference,
  { platform, image }: { readonly platform?: string | undefined; readonly image?: InspectedImage | undefined },
): readonly string[] | undefined {
  if (image?.kind === 'artifact') {
    return isChart(image) && reference.tag !== undefined
      ? ['helm', 'pull', `oci://${repositoryOf(reference)}`, '--version', reference.tag]
      : undefined;
  }
  return ['docker', 'pull', ...(platform === undefined ? [] : ['--platform', platform]), familiarReference(reference)];
}
