import { window, workspace, type WorkspaceFolder } from 'vscode';
import { isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { BuildRequest } from '../../../domain/buildRequest.ts';
import { holdsImages, joinContents, platformsIn, withoutImage, type IndexContent } from '../../../domain/indexEdit.ts';
import { taggedId } from '../../../domain/pinText.ts';
import { formatReference, parseReference, withTag, type ImageReference } from '../../../domain/reference.ts';
import type { NamedImage } from '../../../domain/workspaceImages.ts';
import type { Images } from '../../../services/images.ts';
import type { IndexEdit, IndexEdits } from '../../../services/indexEdits.ts';
import type { BuildFlow } from '../../buildFlow.ts';
import type { FormerDigests } from '../../images/formerDigests.ts';
import type { BuildMemory } from '../../memory.ts';
import { withProgress } from '../../outcome/remedies.ts';
import { imageActionTexts, repairTexts } from '../../texts/images.ts';

export interface RepairDeps {
  readonly images: Pick<Images, 'entries' | 'inspect'>;
  readonly indexEdits: IndexEdits;
  readonly memory: BuildMemory;
  readonly former: FormerDigests;
  /** Builds in the task terminal. */
  readonly flow: BuildFlow;
  readonly showPreview: (name: string, text: string) => Promise<void>;
  /** The image is another one now. */
  readonly changed: (id: string) => Promise<void>;
}

/** Changes what a tag names, each time with the resulting index shown and a question before. Rejects with what is to be told. */
export interface Repair {
  addMissing(id: string, platforms: readonly string[]): Promise<void>;
  /** @param digest of the image for that platform */
  drop(id: string, image: { readonly platform: string; readonly digest: string }): Promise<void>;
  /** Makes one image of several tags. */
  join(id: string, others: readonly NamedImage[]): Promise<void>;
  restore(id: string): Promise<void>;
}

export function createRepair(deps: RepairDeps): Repair {
  const { images, indexEdits, memory, former, flow, showPreview, changed } = deps;

  const read = (id: string) => withProgress(imageActionTexts.reading(id), (signal) => images.entries(id, { signal }));

  /** Shows what it would be, asks, does it, and reads back what became of it. */
  async function change(edit: IndexEdit, question: string, detail: string, yes: string): Promise<void> {
    const id = formatReference(edit.tag);
    const preview = await withProgress(repairTexts.preparing(id), (signal) => indexEdits.preview(edit, signal));
    if (preview === undefined) {
      return;
    }
    await showPreview(`${id} ${repairTexts.preview()}`, preview);
    if ((await window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) {
      return;
    }
    const done = await withProgress(repairTexts.changing(id), async (signal) => {
      await indexEdits.apply(edit, signal);
      return true;
    });
    if (done) {
      if (edit.expected !== undefined) {
        await former.add(id, edit.expected);
      }
      await tell(id, edit);
    }
  }

  /** Nothing is said to be done that was not read back. */
  async function tell(id: string, edit: IndexEdit): Promise<void> {
    const image = await images.inspect(id);
    const platforms = image.images.map(({ platform }) => platform);
    await changed(id);
    const [folder] = workspace.workspaceFolders ?? [];
    if (folder && image.kind !== 'artifact') {
      const { digest, kind } = image;
      await memory.rememberVerified(folder, [{ image: id, digest, kind, platforms, at: Date.now() }]);
    }
    const restore = repairTexts.restore();
    const buttons = edit.expected === undefined || edit.expected === image.digest ? [] : [restore];
    const chosen = await window.showInformationMessage(repairTexts.done(id, platforms.join(', ')), ...buttons);
    if (chosen === restore && edit.expected !== undefined) {
      await restoreTo(edit.tag, edit.expected, image.digest);
    }
  }

  async function restoreTo(tag: ImageReference, digest: string, now: string): Promise<void> {
    const id = formatReference(tag);
    await change(
      { tag, expected: now, to: { digest } },
      repairTexts.restoreQuestion(id),
      repairTexts.restoreDetail(now, digest),
      repairTexts.restoreYes(),
    );
  }

  /** What the tag of an image names now. Undefined when it was given up, or where there is no tag that could be changed. */
  async function readTag(
    id: string,
  ): Promise<{ readonly tag: ImageReference; readonly now: IndexContent } | undefined> {
    const name = taggedId(id);
    if (name === undefined) {
      void window.showWarningMessage(repairTexts.noTag(id));
      return undefined;
    }
    const tag = tagged(name);
    const now = await read(name);
    const pinned = parseReference(id);
    const digest = pinned.ok ? pinned.value.digest : undefined;
    if (now && digest !== undefined && digest !== now.digest) {
      void window.showWarningMessage(repairTexts.movedOn(id, name));
      return undefined;
    }
    return now && { tag, now };
  }

  /** What is in the registry under the name already may be somebody's; it is not built over without a question. */
  async function haveAside(own: string, platforms: readonly string[], tag: ImageReference): Promise<boolean> {
    const there = await withProgress(imageActionTexts.reading(own), (signal) =>
      unlessMissing(images.inspect(own, { signal })).then((image) => ({ image })),
    );
    if (there === undefined) {
      return false;
    }
    if (there.image) {
      const has = there.image.images.map(({ platform }) => platform);
      const fits = platforms.every((platform) => has.includes(platform));
      const [use, build] = [repairTexts.useThere(), repairTexts.buildAnew()];
      const answer = await window.showWarningMessage(
        repairTexts.isThere(own),
        { modal: true, detail: has.length > 0 ? repairTexts.isThereDetail(has.join(', ')) : '' },
        ...(fits ? [use] : []),
        build,
      );
      if (answer !== build) {
        return answer === use;
      }
    }
    return buildAside({ platforms, tags: [own], output: 'push' }, lastBuildOf(tag, memory));
  }

  /** Builds as the image was built the last time, or asks what it is built from. Resolves to whether it was pushed. */
  async function buildAside(aside: BuildRequest, known: KnownBuild | undefined): Promise<boolean> {
    if (!known) {
      const report = await flow.ask({ request: aside, part: 'source', title: repairTexts.addTitle() }, { aside: true });
      return report?.ok === true;
    }
    const report = await flow.build({ ...known.request, ...aside }, known.folder, { aside: true });
    return report?.ok === true;
  }

  return {
    async addMissing(id, platforms) {
      const found = await readTag(id);
      if (!found) {
        return;
      }
      const { tag, now } = found;
      const own = formatReference(withTag(tag, sideTag(tag.tag ?? 'latest', platforms)));
      if (!(await haveAside(own, platforms, tag))) {
        return;
      }
      const added = await read(own);
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
        void window.showWarningMessage(repairTexts.notOwn(platform, name));
        return;
      }
      if (!holdsImages(to)) {
        void window.showWarningMessage(repairTexts.lastPlatform(platform, name));
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
        void window.showWarningMessage(repairTexts.noTag(id));
        return;
      }
      const names = others.map((other) => other.id);
      const all = await withProgress(imageActionTexts.reading([name, ...names].join(', ')), (signal) =>
        Promise.all([
          // the tag that is to name all may be a new one
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
        void window.showWarningMessage(repairTexts.nothingToJoin(empty));
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

    async restore(id) {
      const name = taggedId(id) ?? id;
      const kept = former.of(name);
      const now = kept.length === 0 ? undefined : await read(name);
      const digests = kept.filter((digest) => digest !== now?.digest);
      if (digests.length === 0) {
        void window.showInformationMessage(repairTexts.nothingToRestore(name));
        return;
      }
      if (!now) {
        return;
      }
      const [only, ...more] = digests;
      const digest =
        more.length === 0 ? only : await window.showQuickPick(digests, { placeHolder: repairTexts.restoreWhich(name) });
      if (digest !== undefined) {
        await restoreTo(tagged(name), digest, now.digest);
      }
    },
  };
}

/** Undefined where the registry has nothing of that name; any other failure is one. */
async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isDiagnosedError(error) && error.code === 'imageNotFound') {
      return undefined;
    }
    throw error;
  }
}

function keptDetail(kept: IndexContent, digest: string): string {
  const platforms = platformsIn(kept);
  return platforms.length === 0
    ? repairTexts.formerDetail(digest)
    : repairTexts.keptDetail(platforms.join(', '), digest);
}

/** Without a digest: it is the tag that is changed. */
function tagged(id: string): ImageReference {
  const parsed = parseReference(id);
  if (!parsed.ok) {
    throw new Error(`${id} is no reference`);
  }
  return withTag(parsed.value, parsed.value.tag ?? 'latest');
}

const longestTag = 128;

/** Where single platforms go first, as people name them: `1.0-arm64`. */
function sideTag(tag: string, platforms: readonly string[]): string {
  const suffix = platforms.map((platform) => platform.replace(/^linux\//, '').replaceAll('/', '-')).join('-');
  return `${tag.slice(0, longestTag - suffix.length - 1)}-${suffix}`;
}

interface KnownBuild {
  readonly request: BuildRequest;
  readonly folder: WorkspaceFolder;
}

/** The last build in any folder that made images of this repository. */
function lastBuildOf({ domain, path }: ImageReference, memory: BuildMemory): KnownBuild | undefined {
  for (const folder of workspace.workspaceFolders ?? []) {
    const request = memory.lastRequest(folder);
    const isOwn = request?.tags?.some((each) => {
      const parsed = parseReference(each);
      return parsed.ok && parsed.value.domain === domain && parsed.value.path === path;
    });
    if (request && isOwn) {
      return { request, folder };
    }
  }
  return undefined;
}
