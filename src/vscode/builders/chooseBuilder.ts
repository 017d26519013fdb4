import { safeText, type SafeText } from '../../domain/safeText.ts';
import { statusOf, type Builder } from '../../domain/builder/builder.ts';
import { PickRows } from '../shared/picks/pickRows.ts';
import { createPick, itemOf, type PickRow } from '../shared/picks/picks.ts';
import { rowTexts, statusText } from './texts/builders.ts';
import { stateIcon } from './view/items/stateIcon.ts';
import type { BuilderModel } from './builderModel.ts';

/** A row of a builder pick. */
export interface BuilderPickItem extends PickRow {
  readonly builder?: Builder;
  /** The value of a row that is not a builder. */
  readonly other?: 'asDockerSays' | 'setUp';
}

export interface BuilderPick {
  readonly placeholder: SafeText;
  /** The available builders. */
  readonly suits: (builder: Builder) => boolean;
  /** Shown after the builders. */
  readonly others?: () => readonly BuilderPickItem[];
}

/**
 * Lets the user select a builder. Shows known information at once, and updates it with new answers. Resolves to undefined if canceled, and
 * to `none` if there is nothing to select. Rejects with a `DiagnosedError`.
 */
export async function chooseBuilder(
  model: BuilderModel,
  { placeholder, suits, others = () => [] }: BuilderPick,
): Promise<BuilderPickItem | 'none' | undefined> {
  const quickPick = createPick<BuilderPickItem>();
  const rows = new PickRows(quickPick);
  quickPick.placeholder = placeholder;
  quickPick.matchOnDescription = true;
  quickPick.keepScrollPosition = true;
  const draw = () => {
    const builders = (model.known ?? []).filter((builder) => builder.damagedFile === undefined && suits(builder));
    const active = quickPick.activeItems[0]?.label;
    rows.draw([...builders.map((builder) => builderRow(builder, model)), ...others()].map(itemOf));
    quickPick.activeItems = quickPick.items.filter(({ label }) => label === active).slice(0, 1);
  };
  const listener = model.onDidChange(draw);
  try {
    return await new Promise((resolve, reject) => {
      quickPick.onDidAccept(() => {
        const { item } = rows.pressed();
        if (item) {
          resolve(item.row);
        }
      });
      quickPick.onDidHide(() => {
        resolve(undefined);
      });
      draw();
      quickPick.busy = true;
      quickPick.show();
      model.refresh().then(() => {
        quickPick.busy = false;
        if (quickPick.items.length === 0) {
          resolve('none');
        }
      }, reject);
    });
  } finally {
    listener.dispose();
    quickPick.dispose();
  }
}

function builderRow(builder: Builder, model: BuilderModel): BuilderPickItem {
  const status = statusOf(builder);
  const words = [
    model.inUse()?.name === builder.name ? rowTexts.inUse() : builder.current === true ? rowTexts.dockersDefault() : '',
    statusText(status, builder.driver),
    builder.driver,
  ];
  return {
    builder,
    label: safeText(builder.name),
    description: safeText(words.filter((word) => word !== '').join(' · ')),
    icon: stateIcon(status, 'vm-running', 'vm-outline').icon,
  };
}
