import { commands, QuickPickItemKind, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { cleanLine } from '../../../domain/terminalText/clean.ts';
import { commandIds } from '../../commandIds.ts';
import { plain } from '../../plain.ts';
import { architectureActions } from '../../statusBar/architectureActions.ts';
import { architectureLines, type ArchitectureLines } from '../../statusBar/architectureLines.ts';
import type { ArchitectureStatus } from '../../statusBar/status.ts';
import { agoText } from '../../texts/builders.ts';
import { architectureTexts } from '../../texts/architecture.ts';
import type { ClusterCommand } from './deps.ts';

interface StatusRow extends QuickPickItem {
  readonly command?: string;
}

/** `Show builder and cluster architecture`: what the tooltip of the status bar tells and offers, for the keyboard. */
export function showStatus(status: () => ArchitectureStatus): ClusterCommand {
  return async () => {
    const now = status();
    const lines = architectureLines(now, (time) => agoText(time, Date.now()));
    const chosen = await window.showQuickPick<StatusRow>(statusRows(now, lines), {
      title: architectureTexts.name(),
      placeHolder: lines.headline,
      matchOnDetail: true,
    });
    if (chosen?.command !== undefined) {
      await commands.executeCommand(chosen.command);
    }
  };
}

/** What can be done comes first, so that Enter does what helps most. */
function statusRows(
  { architecture: { state }, builder: name }: ArchitectureStatus,
  { outcome, builder, clusters }: ArchitectureLines,
): StatusRow[] {
  return [
    ...architectureActions(state).map(({ label, icon, command }) => ({
      label,
      iconPath: new ThemeIcon(icon),
      command,
    })),
    { label: architectureTexts.details(), kind: QuickPickItemKind.Separator },
    ...outcome.map((line) => ({
      label: shown(line),
      iconPath: new ThemeIcon(state === 'mismatch' ? 'warning' : 'info'),
    })),
    {
      label: shown(name ?? architectureTexts.unknownBuilder()),
      detail: shown(builder),
      iconPath: new ThemeIcon('tools'),
      command: commandIds.builder.choose,
    },
    ...clusters.map(({ context, details }) => ({
      label: shown(context),
      detail: shown(details),
      iconPath: new ThemeIcon('server-environment'),
      command: 'multiarch.platforms.focus',
    })),
  ];
}

function shown(text: string): string {
  return plain(cleanLine(text, undefined, 500));
}
