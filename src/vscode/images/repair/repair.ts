import { workspace } from 'vscode';
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
import { previewedDigest, type IndexEdit, type IndexEdits } from '../../../services/images/indexEdits.ts';
import type { FormerDigests } from '../model/formerDigests.ts';
import { repairTexts } from '../texts/repair.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { createBuildAside, type BuildAsideDeps } from './buildAside.ts';
import { unlessMissing } from './unlessMissing.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import { showPick } from '../../shared/picks/picks.ts';

export interface RepairDeps extends BuildAsideDeps {
  readonly images: Pick<Images, 'entries' | 'inspect'>;
  readonly indexEdits: IndexEdits;
  readonly former: FormerDigests;
  readonly showPreview: (name: string, text: string) => Promise<void>;
  /** The image changed. */
  readonly changed: (id: string) => Promise<void>;
}

/** Moves a tag: each command shows the resulting index and asks first. Rejects with the error to show. */
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
  const { images, indexEdits, memory, former, showPreview, changed } = deps;
  const buildAside = createBuildAside(deps);

  const read = (id: string) => withProgress(imageActionTexts.reading(id), (signal) => images.entries(id, { signal }));

  /** Undefined if canceled; `now` is undefined if the tag does not exist. */
  const readIfThere = (id: string) =>
    withProgress(imageActionTexts.reading(id), (signal) =>
      unlessMissing(images.entries(id, { signal })).then((now) => ({ now })),
    );

  /** Shows the preview, asks, changes the tag, and verifies the result. */
  async function change(edit: IndexEdit, question: SafeText, detail: SafeText, yes: SafeText): Promise<void> {
    const id = formatReference(edit.tag);
    const preview = await withProgress(repairTexts.preparing(id), (signal) => indexEdits.preview(edit, signal));
    if (preview === undefined) {
      return;
    }
    await showPreview(`${id} ${repairTexts.preview()}`, preview);
    const becomes = 'entries' in edit.to ? previewedDigest(preview) : edit.to.digest;
    if ((await showWarning(question, { modal: true, detail: [detail, repairTexts.becomes(becomes)] }, yes)) !== yes) {
      return;
    }
    const done = await withProgress(repairTexts.changing(id), async (signal) => {
      await indexEdits.apply(edit, signal);
      return true;
    });
    if (done) {
      await tell(id, edit, becomes);
    }
  }

  /** Success is reported only after verification. */
  async function tell(id: string, edit: IndexEdit, becomes: string): Promise<void> {
    const image = await images.inspect(id);
    if (image.digest !== becomes) {
      await changed(id);
      void showWarning(repairTexts.otherDigest(id, image.digest, becomes));
      return;
    }
    const platforms = image.images.map(({ platform }) => platform);
    await changed(id);
    const [folder] = workspace.workspaceFolders ?? [];
    if (folder && image.kind !== 'artifact') {
      const { digest, kind } = image;
      await memory.rememberVerified(folder, [{ image: id, digest, kind, platforms, at: Date.now() }]);
    }
    const restore = repairTexts.restore();
    const buttons = edit.expected === undefined || edit.expected === image.digest ? [] : [restore];
    const chosen = await showInformation(repairTexts.done(id, platforms.join(', ')), ...buttons);
    if (chosen === restore && edit.expected !== undefined) {
      await restoreTo(edit.tag, edit.expected, image.digest);
    }
  }

  /** @param now its current digest; undefined: the tag does not exist */
  async function restoreTo(tag: ImageReference, digest: string, now: string | undefined): Promise<void> {
    const id = formatReference(tag);
    await change(
      { tag, expected: now, to: { digest } },
      repairTexts.restoreQuestion(id),
      now === undefined ? repairTexts.restoreGoneDetail() : repairTexts.restoreDetail(now, digest),
      repairTexts.restoreYes(),
    );
  }

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
        await change(
          { tag, expected: now.digest, to: joinContents([now, added]) },
          repairTexts.addQuestion(platforms.join(', '), formatReference(tag)),
          keptDetail(now, now.digest),
          repairTexts.addYes(),
        );
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
      await change(
        { tag, expected: now.digest, to },
        repairTexts.dropQuestion(platform, name),
        keptDetail(to, now.digest),
        repairTexts.dropYes(),
      );
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
        await change(
          { tag: tagged(name), expected: now?.digest, to },
          repairTexts.joinQuestion(names.join(', '), name),
          repairTexts.joinDetail(platformsIn(to).join(', ')),
          repairTexts.joinYes(),
        );
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
    ? repairTexts.formerDetail(digest)
    : repairTexts.keptDetail(platforms.join(', '), digest);
}

/** Without a digest, because the tag is changed. */
function tagged(id: string): ImageReference {
  const parsed = parseReference(id);
  if (!parsed.ok) {
    throw new Error(`${id} is no reference`);
  }
  return withTag(parsed.value, parsed.value.tag ?? 'latest');
}
