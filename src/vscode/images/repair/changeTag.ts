import { workspace } from 'vscode';
import { joinText, type SafeText } from '../../../domain/safeText.ts';
import type { IndexContent } from '../../../domain/image/indexEdit.ts';
import { contentTexts } from './contentTexts.ts';
import { formatReference, withDigest, type ImageReference } from '../../../domain/image/reference.ts';
import type { Images } from '../../../services/images/images.ts';
import { previewedDigest, type IndexEdit, type IndexEdits } from '../../../services/images/indexEdits.ts';
import type { BuildMemory } from '../../memory.ts';
import type { AskInDiff } from '../../shared/dialogs/diffQuestions.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import type { ReadOnlyDocuments } from '../../shared/dialogs/readOnlyDocuments.ts';
import { shortName } from '../../shared/text/shortName.ts';
import { repairTexts } from '../texts/repair.ts';

interface Question {
  readonly question: SafeText;
  readonly detail?: SafeText;
}

export interface ChangeTagDeps {
  readonly images: Pick<Images, 'entries' | 'inspect'>;
  readonly indexEdits: IndexEdits;
  readonly memory: BuildMemory;
  readonly compare: ReadOnlyDocuments['compare'];
  readonly askInDiff: AskInDiff;
  /** The image changed. */
  readonly changed: (id: string) => Promise<void>;
}

/** Of a tag before and after a change; the first is undefined if the tag does not exist. */
type Contents = readonly [IndexContent | undefined, IndexContent];

/** Moves tags after the user has accepted the change in a diff editor. Rejects with the error to show. */
export function createChangeTag({ images, indexEdits, memory, compare, askInDiff, changed }: ChangeTagDeps) {
  /**
   * Shows the change, asks, changes the tag, and verifies the result.
   *
   * @param contents as far as they are known, or how to read them
   */
  async function change(
    edit: IndexEdit,
    contents: Contents | ((signal: AbortSignal) => Promise<Contents>),
    { question, detail }: Question,
  ): Promise<void> {
    const id = formatReference(edit.tag);
    // at once: of more than three notifications within 800 ms, VS Code does not show the last, which is the question
    // (NotificationsToasts.SPAM_PROTECTION in notificationsToasts.ts)
    const prepared = await withProgress(repairTexts.preparing(id), async (signal) => ({
      contents: typeof contents === 'function' ? await contents(signal) : contents,
      preview: await indexEdits.preview(edit, signal),
    }));
    if (prepared === undefined) {
      return;
    }
    const { preview } = prepared;
    const [before, after] = prepared.contents;
    const becomes = 'entries' in edit.to ? previewedDigest(preview) : edit.to.digest;
    const texts = contentTexts(before, { ...after, digest: becomes });
    const title = repairTexts.proposal(shortName(id));
    await compare(texts.before, id, texts.after, title);
    if (!(await askInDiff({ title, message: joinText([question, detail], ' ') }))) {
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
    const contents = (signal: AbortSignal) =>
      Promise.all([
        now === undefined ? undefined : images.entries(formatReference(withDigest(tag, now)), { signal }),
        images.entries(formatReference(withDigest(tag, digest)), { signal }),
      ]);
    await change({ tag, expected: now, to: { digest } }, contents, {
      question: repairTexts.restoreQuestion(id),
      ...(now === undefined && { detail: repairTexts.restoreGoneDetail() }),
    });
  }

  return { change, restoreTo };
}
