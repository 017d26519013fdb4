import { Disposable, type Event, workspace } from 'vscode';
import { commandIds } from '../../commandIds.ts';
import { section, settings } from '../../settings/settings.ts';
import { createStatusItem } from '../../shared/statusBar.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { dateText } from '../../shared/text/measures.ts';
import { architectureActions } from './architectureActions.ts';
import { architectureLines, spokenText } from './architectureLines.ts';
import { architectureText } from './architectureText.ts';
import { architectureTooltip } from './architectureTooltip.ts';
import type { ArchitectureStatus } from './status.ts';
import { disposables, disposeAll } from '../../shared/disposeAll.ts';

export interface StatusBarDeps {
  readonly status: () => ArchitectureStatus;
  /** Fires when anything in the status changes. */
  readonly changes: readonly Event<unknown>[];
  /** Whether the workspace has anything to build; called after activation, and when such a file is added or removed. */
  readonly buildsImages: () => Promise<boolean>;
  /** Calls back when such a file is added or removed. */
  readonly watchSources: (changed: () => void) => { dispose(): unknown };
  /** Called with the platforms that builds here lack, while they are shown; with none otherwise. */
  readonly showMissing: (platforms: readonly string[]) => void;
  /** Called with a mismatch that the status bar shows, once all selected clusters have answered. */
  readonly onMismatch: (status: ArchitectureStatus) => void;
}

/** Left of the editor's language and line, where VS Code shows items for the whole workspace. */
const priority = 10;

/** Compares the builder with the clusters; hidden if the workspace builds no image. Redrawn on changes, never on a timer. */
export function createArchitectureStatusBar(deps: StatusBarDeps): Disposable {
  const { status, changes, buildsImages, watchSources, showMissing, onMismatch } = deps;
  const item = createStatusItem({
    id: 'multiarch.architecture',
    priority,
    name: architectureTexts.name(),
  });
  let builds = false;
  let looks = 0;
  let watched: { dispose(): unknown } | undefined;
  let disposed = false;
  let drawn: string | undefined;

  function draw(): void {
    const now = status();
    const { state } = now.architecture;
    const wanted = settings.statusBar();
    if (!builds || !workspace.isTrusted || wanted === 'never' || (wanted === 'mismatch' && state !== 'mismatch')) {
      item.hide();
      showMissing([]);
      drawn = undefined;
      return;
    }
    if (state === 'mismatch' && hasAnswers(now)) {
      onMismatch(now);
    }
    const lines = architectureLines(now, dateText);
    const text = architectureText(now);
    const tooltip = architectureTooltip(lines, architectureActions(state));
    const next = JSON.stringify([state, text, tooltip.value]);
    if (next === drawn) {
      // an open tooltip would close
      return;
    }
    drawn = next;
    showMissing(state === 'mismatch' ? now.architecture.missing : []);
    item.draw({
      text,
      tooltip,
      spoken: spokenText(lines),
      isWarning: state === 'mismatch',
      command: state === 'noCluster' ? commandIds.selectClusters : commandIds.cluster.showStatus,
    });
  }

  async function look(): Promise<void> {
    if (!workspace.isTrusted) {
      return;
    }
    watched ??= watchSources(() => void look());
    const own = ++looks;
    // a search fails when the window closes
    const found = await buildsImages().catch(() => builds);
    if (!disposed && own === looks) {
      builds = found;
      draw();
    }
  }

  const afterActivation = setImmediate(() => void look());
  const listeners = disposables(
    item,
    ...changes.map((changed) => changed(draw)),
    workspace.onDidGrantWorkspaceTrust(() => void look()),
    workspace.onDidChangeWorkspaceFolders(() => void look()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.statusBar`)) {
        draw();
      }
    }),
  );
  return new Disposable(() => {
    disposed = true;
    clearImmediate(afterActivation);
    disposeAll([watched, listeners]);
  });
}

/** With the answers of some clusters only, a message would state other numbers than the status bar a moment later. */
function hasAnswers({ chosen }: ArchitectureStatus): boolean {
  return chosen.every(({ known, asking, gone }) => !asking && (known !== undefined || gone));
}
