import { commands, TreeItemCheckboxState, type TreeItem, workspace } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { builderChoice } from '../../builders/builderChoice.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { TargetPlatforms } from '../targetPlatforms.ts';
import type { BuildMemory } from '../../memory.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import type { Row } from '../../shared/tree/row.ts';
import { createLiveView } from '../../shared/tree/treeView.ts';
import { platformRowTexts } from '../texts/clusters.ts';
import { treeItem } from '../../shared/tree/item.ts';
import { childrenOf, rootsOf, viewState, type PlatformsState } from './children.ts';
import type { PlatformsElement } from './elements.ts';
import { itemOf } from './items/itemOf.ts';
import type { PlatformsItem } from './items/platformsItem.ts';
import { makeable } from '../../../domain/builder/platforms/makeable.ts';
import { withTicks } from './withTicks.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import { disposables } from '../../shared/disposeAll.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';

export interface PlatformsViewDeps {
  readonly clusters: ClusterModel;
  readonly targets: TargetPlatforms;
  readonly builders: BuilderModel;
  readonly memory: Pick<BuildMemory, 'verifiedImages' | 'onDidVerify'>;
  readonly showError: ShowError;
}

const viewId = 'multiarch.platforms';

export interface PlatformsView {
  /** Shows the number of platforms that are missing on the icon in the activity bar; none without any. */
  readonly showMissing: (platforms: readonly string[]) => void;
  readonly dispose: () => void;
}

/**
 * The Target Platforms view: the default platforms of builds, and which clusters need them. Queries the selected clusters and the builder
 * when it becomes visible, and when the kubeconfig changes while it is visible; never on a timer.
 */
export function createPlatformsView(deps: PlatformsViewDeps): PlatformsView {
  const { clusters, targets, builders, memory, showError } = deps;
  const since = Date.now();
  let othersOpen = false;
  let ticking = Promise.resolve();
  async function roots(): Promise<PlatformsElement[]> {
    const now = state();
    const shown = viewState(now);
    await commands.executeCommand('setContext', viewId, shown);
    view.description = shown === 'shown' ? whoSays(now) : undefined;
    return workspace.isTrusted && shown === 'shown' ? [...rootsOf(now)] : [];
  }

  function state(): PlatformsState {
    const folders = workspace.workspaceFolders ?? [];
    const used = builders.inUse()?.name;
    const builder = builders.known?.find(({ name }) => name === used);
    const [image] = folders.flatMap((folder) => memory.verifiedImages(folder)).sort((a, b) => b.at - a.at);
    return {
      chosen: clusters.chosen,
      needed: clusters.targets,
      targets: targets.targets(folders[0]?.uri),
      builder: builder && builderChoice(builder, undefined),
      makeable: builder ? makeable(builder) : [],
      image,
      since,
      othersOpen,
    };
  }

  const { view, update, redraw, dispose } = createLiveView<PlatformsElement, PlatformsItem>(
    viewId,
    {
      children: (element) => (element === undefined ? roots() : childrenOf(element)),
      item: (element) => itemOf(element, Date.now()),
      treeItem: platformsTreeItem,
    },
    { manageCheckboxStateManually: true },
  );

  function ask(): void {
    if (!view.visible || !workspace.isTrusted || viewState(state()) === 'noCluster') {
      return;
    }
    // the rows show failures
    clusters.refresh().catch(() => undefined);
    builders.refresh().catch(() => undefined);
  }

  /** Resets boxes that were refused or could not be saved; the changed setting redraws the rest. */
  async function tick(ticks: readonly (readonly [Row<PlatformsElement>, TreeItemCheckboxState])[]): Promise<void> {
    try {
      await write(ticks);
    } catch (error) {
      redraw(ticks.map(([row]) => row));
      void showError(error);
    }
  }

  async function write(ticks: readonly (readonly [Row<PlatformsElement>, TreeItemCheckboxState])[]): Promise<void> {
    const now = targets.targets(workspace.workspaceFolders?.[0]?.uri).platforms;
    const wanted = withTicks(
      now,
      ticks.flatMap(([{ element }, box]) =>
        element.kind === 'target'
          ? [{ platform: element.platform, checked: box === TreeItemCheckboxState.Checked }]
          : [],
      ),
    );
    if (wanted.length === 0) {
      void showWarning(platformRowTexts.lastOne(now.join(', ')));
      redraw(ticks.map(([row]) => row));
    } else {
      await targets.set(wanted);
    }
  }

  const changed = () => {
    update();
  };
  const all = disposables(
    { dispose },
    clusters.onDidChange(changed),
    targets.onDidChange(changed),
    builders.onDidChange(changed),
    memory.onDidVerify(changed),
    clusters.onDidChangeKubeconfig(ask),
    view.onDidChangeVisibility(ask),
    view.onDidChangeCheckboxState(({ items }) => {
      // each change builds on the setting written by the previous one
      ticking = ticking.then(() => tick(items));
    }),
    view.onDidExpandElement(({ element: { element } }) => {
      othersOpen ||= element.kind === 'others';
    }),
    view.onDidCollapseElement(({ element: { element } }) => {
      othersOpen &&= element.kind !== 'others';
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      update();
      ask();
    }),
  );
  return {
    showMissing: (platforms) => {
      const tooltip = architectureTexts.badge(platforms.map(shortPlatform).join(', '));
      view.badge = platforms.length > 0 ? { value: platforms.length, tooltip } : undefined;
    },
    dispose: () => {
      all.dispose();
    },
  };
}

function whoSays({ chosen, targets }: PlatformsState): SafeText | undefined {
  const contexts = chosen.map(({ context }) => context).join(', ');
  return targets.by === 'clusters' ? platformRowTexts.following(contexts) : undefined;
}

function platformsTreeItem({ check, command, ...item }: PlatformsItem): TreeItem {
  const made = treeItem(item);
  if (check) {
    const { Checked, Unchecked } = TreeItemCheckboxState;
    made.checkboxState = {
      state: check.checked ? Checked : Unchecked,
      tooltip: check.label,
      accessibilityInformation: { label: check.label },
    };
  }
  if (command) {
    made.command = { command: command.id, title: item.label, arguments: [command.argument] };
  }
  return made;
}
