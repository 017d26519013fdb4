import { env } from 'vscode';
import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import { removeBuilder } from '../../../tools/buildx/builders/create.ts';
import { diskUsage, pruneCache } from '../../../tools/buildx/builders/diskUsage.ts';
import { describeBuilder, startBuilder, stopBuilder, useBuilder } from '../../../tools/buildx/builders/manage.ts';
import type { Command } from '../../../tools/process/command.ts';
import { commandLine } from '../../../tools/process/quote.ts';
import { showPick } from '../../shared/picks/picks.ts';
import { actionTexts } from '../texts/builders.ts';
import { canBeDefault, isRemovable, isRunning, isStartable, isStoppable } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';

/** `Copy Builder Command…`: copies the command line of a view's action. */
export function copyCommand({ model, targetPlatforms }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'copyCommand', () => true);
    if (!builder) {
      return;
    }
    const rows = commandsFor(builder, targetPlatforms()).map(({ label, command }) => ({
      label,
      detail: safeText(command),
      command,
    }));
    const chosen = await showPick(rows, { placeHolder: actionTexts.copyTitle(builder.name) });
    if (chosen) {
      await env.clipboard.writeText(chosen.command);
      showStatus(actionTexts.copied(), 5000);
    }
  };
}

function commandsFor(
  builder: Builder,
  targets: readonly string[],
): readonly { readonly label: SafeText; readonly command: string }[] {
  const { name } = builder;
  const { copyTo } = actionTexts;
  const platforms = targets.join(',');
  const row = (label: SafeText, { file, args }: Pick<Command<unknown>, 'file' | 'args'>, fits = true) =>
    fits ? [{ label, command: commandLine([file, ...args]) }] : [];
  return [
    ...row(copyTo.build(), {
      file: 'docker',
      args: ['buildx', 'build', '--builder', name, '--platform', platforms, '.'],
    }),
    ...row(copyTo.use(), useBuilder('docker', name), canBeDefault(builder)),
    ...row(copyTo.start(), startBuilder('docker', name), isStartable(builder)),
    ...row(copyTo.stop(), stopBuilder('docker', name), isStoppable(builder)),
    ...row(copyTo.inspect(), describeBuilder('docker', name)),
    ...row(copyTo.diskUsage(), diskUsage('docker', name), isRunning(builder)),
    ...row(copyTo.prune(), pruneCache('docker', name, false), isRunning(builder)),
    ...row(copyTo.remove(), removeBuilder('docker', name), isRemovable(builder)),
  ];
}
