import { commands } from 'vscode';
import { safeText } from '../../../domain/safeText.ts';
import { commandIds } from '../../commandIds.ts';
import { showPick, type PickRow } from '../../shared/picks/picks.ts';
import { architectureActions } from '../statusBar/architectureActions.ts';
import { architectureLines, type ArchitectureLines } from '../statusBar/architectureLines.ts';
import type { ArchitectureStatus } from '../statusBar/status.ts';
import { agoText } from '../../shared/text/measures.ts';
import { architectureTexts } from '../texts/architecture.ts';
import type { ClusterCommand } from './deps.ts';

interface StatusRow extends PickRow {
  readonly command?: string;
}

/** `Show Builder and Cluster Architecture`: the information and actions of the status bar's tooltip, for the keyboard. */
export function showStatus(status: () => ArchitectureStatus): ClusterCommand {
  return async () => {
    const now = status();
    const lines = architectureLines(now, (time) => agoText(time, Date.now()));
    const chosen = await showPick<StatusRow>(statusRows(now, lines), {
      title: architectureTexts.name(),
      placeHolder: lines.headline,
      matchOnDetail: true,
    });
    if (chosen?.command !== undefined) {
      await commands.executeCommand(chosen.command);
    }
  };
}

/** Actions come first, so that Enter runs the most helpful one. */
function statusRows(
  { architecture: { state }, builder: name }: ArchitectureStatus,
  { outcome, builder, judgedBy, clusters }: ArchitectureLines,
): StatusRow[] {
  return [
    ...architectureActions(state).map(({ label, icon, command }) => ({
      label,
      icon,
      command,
    })),
    { label: architectureTexts.details(), heading: true },
    ...outcome.map((line) => ({
      label: line,
      icon: state === 'mismatch' ? 'warning' : 'info',
    })),
    {
      label: name === undefined ? architectureTexts.unknownBuilder() : safeText(name),
      detail: builder,
      icon: 'tools',
      command: commandIds.builder.choose,
    },
    ...(judgedBy === undefined ? [] : [{ label: judgedBy, icon: 'layers' }]),
    ...clusters.map(({ context, details }) => ({
      label: safeText(context),
      detail: details,
      icon: 'server-environment',
      command: 'multiarch.platforms.focus',
    })),
  ];
}
