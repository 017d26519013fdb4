import { safeText, type SafeText } from '../../../domain/safeText.ts';
import {
  holdsImages,
  joinContents,
  platformsIn,
  withoutImage,
  type IndexContent,
} from '../../../domain/image/indexEdit.ts';
import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import { formatReference, parseReference, withTag, type ImageReference } from '../../../domain/image/reference.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../../services/images/images.ts';
import type { FormerDigests } from '../model/formerDigests.ts';
import { repairTexts } from '../texts/repair.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { createBuildAside, type BuildAsideDeps } from './buildAside.ts';
import { createChangeTag, type ChangeTagDeps } from './changeTag.ts';
import { unlessMissing } from './unlessMissing.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { shortDigest } from '../../shared/text/digests.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import { showPick } from '../../shared/picks/picks.ts';

export interface RepairDeps extends BuildAsideDeps, ChangeTagDeps {
  readonly images: Pick<Images, 'entries' | 'inspect'>;
  readonly former: FormerDigests;
}

/** Moves a tag: each command compares the resulting index with the current one in a diff editor, and asks first. Rejects with the error to show. */
export interface Repair {
  addMissing(id: string, platforms: readonly string[]): Promise<void>;
  /** @param digest of the image for that platform */
  drop(id: string, image: { readonly platform: string; readonly digest: string }): Promise<void>;
  /** Joins several tags into one image. */
  join(id: string, others: readonly NamedImage[]): Promise<void>;
  /** @param wanted the digest to restore; by default, the user selects a known one */
  restore(id: string, wanted?: string): Promise<void>;
}

export function createRepair(deps: RepairDeps): Repair {
  const { images, former } = deps;
  const buildAside = createBuildAside(deps);
  const { change, restoreTo } = createChangeTag(deps);

  const read = (id: string) => withProgress(imageActionTexts.reading(id), (signal) => images.entries(id, { signal }));

  /** Undefined if canceled; `now` is undefined if the tag does not exist. */
  const readIfThere = (id: string) =>
    withProgress(imageActionTexts.reading(id), (signal) =>
      unlessMissing(images.entries(id, { signal })).then((now) => ({ now })),
    );

  /** The current digest of an image's tag. Undefined if canceled, or if there is no tag to change. */
  async function readTag(
    id: string,
  ): Promise<{ readonly tag: ImageReference; readonly now: IndexContent } | undefined> {
    const name = taggedId(id);
    if (name === undefined) {
      void showWarning(repairTexts.noTag(id));
      return undefined;
    }
    const tag = tagged(name);
    const now = await read(name);
    const pinned = parseReference(id);
    const digest = pinned.ok ? pinned.value.digest : undefined;
    if (now && digest !== undefined && digest !== now.digest) {
      void showWarning(repairTexts.movedOn(id, name));
      return undefined;
    }
    return now && { tag, now };
  }

  return {
    async addMissing(id, platforms) {
      const found = await readTag(id);
      if (!found) {
        return;
      }
      const { tag, now } = found;
      const own = await buildAside(tag, platforms);
      const added = own === undefined ? undefined : await read(own);
      if (added) {
        const to = joinContents([now, added]);
        await change({ tag, expected: now.digest, to }, [now, to], {
          question: repairTexts.addQuestion(platforms.join(', '), formatReference(tag)),
          detail: keptDetail(now, now.digest),
        });
      }
    },

    async drop(id, { platform, digest }) {
      const found = await readTag(id);
      if (!found) {
        return;
      }
      const { tag, now } = found;
      const name = formatReference(tag);
      const to = withoutImage(now, { platform, digest });
      if (to.entries.length === now.entries.length) {
        void showWarning(repairTexts.notOwn(platform, name));
        return;
      }
      if (!holdsImages(to)) {
        void showWarning(repairTexts.lastPlatform(platform, name));
        return;
      }
      await change({ tag, expected: now.digest, to }, [now, to], {
        question: repairTexts.dropQuestion(platform, name),
        detail: keptDetail(to, now.digest),
      });
    },

    async join(id, others) {
      const name = taggedId(id);
      if (name === undefined) {
        void showWarning(repairTexts.noTag(id));
        return;
      }
      const names = others.map((other) => other.id);
      const all = await withProgress(imageActionTexts.reading([name, ...names].join(', ')), (signal) =>
        Promise.all([
          // the tag for the joined image may be new
          unlessMissing(images.entries(name, { signal })),
          ...names.map((each) => images.entries(each, { signal })),
        ]),
      );
      if (!all) {
        return;
      }
      const [now, ...added] = all;
      const empty = names.find((_, index) => added[index] && platformsIn(added[index]).length === 0);
      if (empty !== undefined) {
        void showWarning(repairTexts.nothingToJoin(empty));
        return;
      }
      const contents = [now, ...added].filter((content): content is IndexContent => content !== undefined);
      const [first, ...rest] = contents;
      if (first) {
        const to = joinContents([first, ...rest]);
        await change({ tag: tagged(name), expected: now?.digest, to }, [now, to], {
          question: repairTexts.joinQuestion(names.join(', '), name),
          detail: repairTexts.joinDetail(platformsIn(to).join(', ')),
        });
      }
    },

    async restore(id, wanted) {
      const name = taggedId(id) ?? id;
      const kept = wanted === undefined ? former.of(name) : [wanted];
      const found = kept.length === 0 ? { now: undefined } : await readIfThere(name);
      const digests = kept.filter((digest) => digest !== found?.now?.digest);
      if (digests.length === 0) {
        void showInformation(repairTexts.nothingToRestore(name, wanted));
        return;
      }
      if (!found) {
        return;
      }
      const [only, ...more] = digests;
      const digest = more.length === 0 ? only : await oneOf(digests, repairTexts.restoreWhich(name));
      if (digest !== undefined) {
        await restoreTo(tagged(name), digest, found.now?.digest);
      }
    },
  };
}

async function oneOf(digests: readonly string[], placeHolder: SafeText): Promise<string | undefined> {
  const rows = digests.map((digest) => ({ label: safeText(digest), digest }));
  return (await showPick(rows, { placeHolder }))?.digest;
}

function keptDetail(kept: IndexContent, digest: string): SafeText {
  const platforms = platformsIn(kept);
  return platforms.length === 0
    ? repairTexts.formerDetail(shortDigest(digest))
    : repairTexts.keptDetail(platforms.join(', '), shortDigest(digest));
}

/** Without a digest, because the tag is changed. */
function tagged(id: string): ImageReference {
  const parsed = parseReference(id);
  if (!parsed.ok) {
    throw new Error(`${id} is no reference`);
  }
  return withTag(parsed.value, parsed.value.tag ?? 'latest');
}
