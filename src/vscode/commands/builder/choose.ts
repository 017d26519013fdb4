import { commands, QuickPickItemKind, ThemeIcon } from 'vscode';
import { chooseBuilder, type BuilderPickItem } from '../../builders/chooseBuilder.ts';
import { useBuilder } from '../../builders/useBuilder.ts';
import { commandIds } from '../../commandIds.ts';
import { plain } from '../../plain.ts';
import { actionTexts } from '../../texts/builders.ts';
import type { BuilderCommand, BuilderCommandDeps } from './deps.ts';

/** `Choose the builder…`: for builds of this workspace. */
export function choose({ model }: BuilderCommandDeps): BuilderCommand {
  return async () => {
    const others = (): BuilderPickItem[] => {
      const current = model.known?.find((builder) => builder.current);
      return [
        { label: '', kind: QuickPickItemKind.Separator },
        {
          other: 'asDockerSays',
          label: actionTexts.asDockerSays(),
          ...(current && { description: plain(actionTexts.asDockerSaysMore(current.name)) }),
          detail: actionTexts.asDockerSaysDetail(),
          iconPath: new ThemeIcon('discard'),
        },
        { other: 'setUp', label: actionTexts.setUp(), iconPath: new ThemeIcon('add') },
      ];
    };
    const chosen = await chooseBuilder(model, { placeholder: actionTexts.chooseTitle(), suits: () => true, others });
    if (chosen === undefined || chosen === 'none') {
      return;
    }
    if (chosen.other === 'setUp') {
      await commands.executeCommand(commandIds.builder.setUp);
    } else {
      await useBuilder(chosen.builder?.name);
    }
  };
}
