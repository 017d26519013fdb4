import { window, workspace, type WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../../domain/buildRequest.ts';
import { isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { joinContents, platformsIn, withoutPlatforms, type IndexContent } from '../../../domain/indexEdit.ts';
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
  drop(id: string, platform: string): Promise<void>;
  /** Makes one image of several tags. */
  join(id: string, others: readonly NamedImage[]): Promise<void>;
  restore(id: string): Promise<void>;
}

export function createRepair(deps: RepairDeps): Repair {
  const { images, indexEdits, memory, former, flow, showPreview, changed } = deps;

  const read = (id: string) => withProgress(imageActionTexts.reading(id), (signal) => images.entries(id, { signal }));

  /** Shows what it would be, asks, does it, and reads back what became of it. @param applied called when it is done */
  async function change(
    edit: IndexEdit,
    question: string,
    detail: string,
    yes: string,
    applied: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
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
      await applied();
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

  /** Builds as the image was built the last time, or asks what it is built from. Resolves to whether it was pushed. */
  async function buildAside(aside: BuildRequest, known: KnownBuild | undefined): Promise<boolean> {
    if (!known) {
      const report = await flow.ask({ request: aside, part: 'source', title: repairTexts.addTitle() });
      return report?.ok === true;
    }
    const report = await flow.build({ ...known.request, ...aside }, known.folder);
    // the next «Rebuild last» is that of the whole image
    await memory.remember(known.folder, known.request);
    return report?.ok === true;
  }

  return {
    async addMissing(id, platforms) {
      const tag = tagged(id);
      const now = await read(id);
      if (!now) {
        return;
      }
      const own = formatReference(withTag(tag, sideTag(tag.tag ?? 'latest', platforms)));
      if (!(await buildAside({ platforms, tags: [own], output: 'push' }, lastBuildOf(tag, memory)))) {
        return;
      }
      const added = await read(own);
      if (added) {
        await change(
          { tag, expected: now.digest, to: joinContents([now, added]) },
          repairTexts.addQuestion(platforms.join(', '), id),
          repairTexts.keptDetail(platformsIn(now).join(', '), now.digest),
          repairTexts.addYes(),
          async () => {
            for (const folder of workspace.workspaceFolders ?? []) {
              await memory.forgetVerified(folder, own);
            }
          },
        );
      }
    },

    async drop(id, platform) {
      const now = await read(id);
      if (!now) {
        return;
      }
      const to = withoutPlatforms(now, [platform]);
      if (to.entries.length === now.entries.length) {
        void window.showWarningMessage(repairTexts.notInIndex(platform, id));
        return;
      }
      if (platformsIn(to).length === 0) {
        void window.showWarningMessage(repairTexts.lastPlatform(platform, id));
        return;
      }
      await change(
        { tag: tagged(id), expected: now.digest, to },
        repairTexts.dropQuestion(platform, id),
        repairTexts.keptDetail(platformsIn(to).join(', '), now.digest),
        repairTexts.dropYes(),
      );
    },

    async join(id, others) {
      const names = others.map((other) => other.id);
      const all = await withProgress(imageActionTexts.reading([id, ...names].join(', ')), (signal) =>
        Promise.all([
          images.entries(id, { signal }).catch(unlessNew),
          ...names.map((name) => images.entries(name, { signal })),
        ]),
      );
      if (!all) {
        return;
      }
      const [now, ...added] = all;
      const contents = [now, ...added].filter((content): content is IndexContent => content !== undefined);
      const [first, ...rest] = contents;
      if (first) {
        const to = joinContents([first, ...rest]);
        await change(
          { tag: tagged(id), expected: now?.digest, to },
          repairTexts.joinQuestion(names.join(', '), id),
          repairTexts.joinDetail(platformsIn(to).join(', ')),
          repairTexts.joinYes(),
        );
      }
    },

    async restore(id) {
      const now = await read(id);
      const digests = former.of(id).filter((digest) => digest !== now?.digest);
      if (!now || digests.length === 0) {
        void window.showInformationMessage(repairTexts.nothingToRestore(id));
        return;
      }
      const [only, ...more] = digests;
      const digest =
        more.length === 0 ? only : await window.showQuickPick(digests, { placeHolder: repairTexts.restoreWhich(id) });
      if (digest !== undefined) {
        await restoreTo(tagged(id), digest, now.digest);
      }
    },
  };
}

/** The tag that is to name all may be a new one. One that cannot be read may be there. */
function unlessNew(error: unknown): undefined {
  if (!isDiagnosedError(error) || error.code !== 'imageNotFound') {
    throw error;
  }
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
