import { choosableStages, type Stage } from '../../../../domain/sources/dockerfile.ts';
import { chosen, hasStageChoice, type WizardStep } from '../state.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Selects the stage, if there are named ones before the last. */
export function stageStep(): WizardStep {
  return {
    id: 'stage',
    applies: hasStageChoice,
    async ask(state, ui) {
      const { source } = chosen(state);
      const stages = source.kind === 'dockerfile' ? source.stages : [];
      const rows = stageRows(stages);
      const target = await ui.pick<string | undefined>({
        placeholder: l10n.t('Which stage should be built?'),
        active: rowIdOf(state.target),
        rows: () => rows,
        accept: ({ row }) => {
          const stage = row && stages.find(({ name }) => rowIdOf(name) === row.id);
          return row ? { answer: stage?.name } : {};
        },
      });
      return { state: { ...state, target }, ...(target !== state.target && { reopen: ['inputs'] }) };
    },
  };
}

/** The last stage comes first, because it is the default. */
function stageRows(stages: readonly Stage[]): readonly Row[] {
  const last = stages.at(-1);
  return [
    {
      id: rowIdOf(undefined),
      icon: 'flag',
      label: last?.name ?? l10n.t('Last stage'),
      description: [...(last?.name === undefined ? [] : [l10n.t('last stage')]), ...words(last)].join(' · '),
    },
    ...choosableStages(stages).map((stage): Row => ({
      id: rowIdOf(stage.name),
      icon: 'list-ordered',
      label: stage.name,
      description: words(stage).join(' · '),
    })),
  ];
}

function words(stage: Stage | undefined): readonly string[] {
  return stage ? [`FROM ${stage.base}`, l10n.t('line {0}', stage.line)] : [];
}

function rowIdOf(name: string | undefined): string {
  return name === undefined ? 'last' : `stage:${name}`;
}
