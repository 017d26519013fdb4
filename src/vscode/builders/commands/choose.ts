import { commands } from 'vscode';
import { safeText } from '../../../domain/safeText.ts';
import { chooseBuilder, type BuilderPickItem } from '../chooseBuilder.ts';
import { useBuilder } from '../../settings/builder.ts';
import { commandIds } from '../../commandIds.ts';
import { actionTexts } from '../texts/builders.ts';
import type { BuilderCommand, BuilderCommandDeps } from './deps.ts';

/** `Choose a Builder…`: sets the builder of this workspace. */
export function choose({ model }: BuilderCommandDeps): BuilderCommand {
  return async () => {
    const others = (): BuilderPickItem[] => {
      const current = model.known?.find((builder) => builder.current);
      return [
        { label: safeText(''), heading: true },
        {
          other: 'asDockerSays',
          label: actionTexts.asDockerSays(),
          ...(current && { description: actionTexts.asDockerSaysMore(current.name) }),
          detail: actionTexts.asDockerSaysDetail(),
          icon: 'discard',
        },
        { other: 'setUp', label: actionTexts.setUp(), icon: 'add' },
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
