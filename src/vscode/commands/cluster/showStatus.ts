import { commands, QuickPickItemKind, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { cleanLine } from '../../../domain/terminalText/clean.ts';
import { commandIds } from '../../commandIds.ts';
import { plain } from '../../plain.ts';
import { architectureActions } from '../../statusBar/architectureActions.ts';
import { architectureLines } from '../../statusBar/architectureLines.ts';
import type { ArchitectureStatus } from '../../statusBar/status.ts';
import { agoText } from '../../texts/builders.ts';
import { architectureTexts } from '../../texts/architecture.ts';
import type { ClusterCommand } from './deps.ts';

interface StatusRow extends QuickPickItem {
  readonly command?: string;
}

/** `Show builder and cluster architecture`: what the tooltip of the status bar tells, for the keyboard. */
export function showStatus(status: () => ArchitectureStatus): ClusterCommand {
  return async () => {
    const chosen = await window.showQuickPick<StatusRow>(statusRows(status(), Date.now()), {
      title: architectureTexts.name(),
      matchOnDetail: true,
    });
    if (chosen?.command !== undefined) {
      await commands.executeCommand(chosen.command);
    }
  };
}

function statusRows(status: ArchitectureStatus, now: number): StatusRow[] {
  const { headline, outcome, builder, clusters } = architectureLines(status, (time) => agoText(time, now));
  const { state } = status.architecture;
  return [
    {
      label: shown(headline),
      ...(outcome.length > 0 && { detail: shown(outcome.join(' ')) }),
      iconPath: new ThemeIcon(state === 'mismatch' ? 'warning' : 'info'),
    },
    {
      label: shown(status.builder ?? architectureTexts.unknownBuilder()),
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
    { label: '', kind: QuickPickItemKind.Separator },
    ...architectureActions(state).map(({ label, icon, command }) => ({
      label,
      iconPath: new ThemeIcon(icon),
      command,
    })),
  ];
}

function shown(text: string): string {
  return plain(cleanLine(text, undefined, 500));
}
