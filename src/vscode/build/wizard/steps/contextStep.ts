import path from 'node:path';
import { contextOf } from '../../../../domain/sources/buildSource.ts';
import { directoryOf } from '../../../../domain/sources/fileKinds.ts';
import { chosen, hasContextChoice, type WizardState, type WizardStep } from '../state.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

const browse = 'browse';

/** Selects the build context, if the Dockerfile is not in the root folder. */
export function contextStep(): WizardStep {
  return {
    id: 'context',
    applies: hasContextChoice,
    async ask(state, ui) {
      const { folder } = chosen(state);
      for (;;) {
        const rows = contextRows(state);
        const answer = await ui.pick<string>({
          placeholder: l10n.t('Select the build context: the folder that COPY and ADD read files from'),
          active: `context:${state.context ?? contextIn(state)}`,
          rows: () => rows,
          accept: ({ row }) => (row ? { answer: row.id } : {}),
        });
        if (answer !== browse) {
          return { state: { ...state, context: answer.slice('context:'.length) } };
        }
        const directory = await ui.browse(folder.uri.fsPath);
        if (directory !== undefined) {
          return { state: { ...state, context: relativeTo(folder.uri.fsPath, directory) } };
        }
      }
    },
  };
}

function contextIn(state: WizardState): string {
  const { source } = chosen(state);
  return source.kind === 'dockerfile' ? contextOf(source) : '.';
}

function contextRows(state: WizardState): readonly Row[] {
  const { folder, source } = chosen(state);
  const own = source.kind === 'dockerfile' ? directoryOf(source.file) : '.';
  const found = source.kind === 'dockerfile' ? source.context : undefined;
  const contexts = [...new Set([found ?? own, own, '.', state.context ?? own])];
  return [
    ...contexts.map((context): Row => ({
      id: `context:${context}`,
      icon: context === '.' ? 'root-folder' : 'folder',
      label: context === '.' ? folder.name : context,
      description:
        context === found
          ? l10n.t('contains the files that COPY and ADD use')
          : context === own
            ? l10n.t('folder of the Dockerfile')
            : context === '.'
              ? l10n.t('workspace folder')
              : l10n.t('as before'),
    })),
    { id: browse, icon: 'folder-opened', label: l10n.t('Browse…'), alwaysShow: true },
  ];
}

/** Relative to the workspace folder with `/`; absolute if there is no relative path, as for another drive. */
function relativeTo(folder: string, directory: string): string {
  return path.relative(folder, directory).split(path.sep).join('/') || '.';
}
