import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import { formatReference, parseReference, withDigest } from '../../../domain/image/reference.ts';
import { workspaceImages, type NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { pinInFiles } from './pinInFiles.ts';
import { copyText } from './copyText.ts';
import type { ImageCommandContext, ImageCommandTable } from './context.ts';
import { targetOf } from './targets.ts';

/** Digests: copies them, or writes them to the files that reference the image. */
export function pinningCommands({ model, inspect, read, files, redraw }: ImageCommandContext): ImageCommandTable {
  const ids = commandIds.image;

  /** An image of the view, as read in this session. */
  async function digestOf(named: NamedImage): Promise<string | undefined> {
    const known = model.known(named);
    return (known.former ? await read(named) : known).image?.digest;
  }

  return {
    async [ids.copyPinned](element) {
      const { id, digest } = targetOf(element) ?? {};
      const parsed = parseReference(id ?? '');
      if (!parsed.ok || id === undefined) {
        return;
      }
      const [named] = workspaceImages([{ image: id, by: 'added' }]);
      const pinned = digest ?? (named && (await digestOf(named))) ?? (await inspect(id))?.digest;
      if (pinned !== undefined) {
        await copyText(formatReference(withDigest(parsed.value, pinned)));
      }
    },

    async [ids.pinInFiles](element) {
      const { id } = targetOf(element) ?? {};
      const tag = id === undefined ? undefined : taggedId(id);
      // the current digest of the tag, regardless of cached data
      const image = tag === undefined ? undefined : await inspect(tag);
      if (tag !== undefined && image) {
        await pinInFiles(tag, image.digest, files);
        redraw();
      }
    },

    async [ids.copyDigest](element) {
      const { id, digest, named } = targetOf(element) ?? {};
      const wanted =
        digest ?? (named && (await digestOf(named))) ?? (id === undefined ? undefined : (await inspect(id))?.digest);
      if (wanted !== undefined) {
        await copyText(wanted);
      }
    },
  };
}
