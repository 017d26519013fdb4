import { givenFor, missingInputs } from '../../../../domain/build/inputs.ts';
import { inputName, type DockerfileInput } from '../../../../domain/sources/dockerfile.ts';
import { commandLines } from '../../../shared/text/commandLines.ts';
import { sourceDescription, sourceLabel } from './sourceRows.ts';
import { outputLabel } from './outputRows.ts';
import { builderWords } from './builderRows.ts';
import { goTo, planActions, stepOf } from './planLinks.ts';
import { planWarnings, type PlanProblems } from './planWarnings.ts';
import { howText } from '../../../builders/texts/how.ts';
import type { CommandPreview } from '../deps.ts';
import {
  chosen,
  hasContextChoice,
  hasStageChoice,
  isFixed,
  inputsIn,
  isNameable,
  type StepId,
  type WizardState,
} from '../state.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

export interface PlanView extends PlanProblems {
  /** What the Dockerfile asks for. */
  readonly inputs: readonly DockerfileInput[];
  readonly preview: CommandPreview;
  readonly copied: boolean;
}

/** The whole plan: run it, its problems, its parts, and other actions. */
export function planRows(view: PlanView): readonly Row[] {
  return allRows(view).map((row) => {
    const step = stepOf(row);
    return step && isFixed(view.state, step) ? { ...row, id: `fixed:${row.id}`, message: true } : row;
  });
}

function allRows(view: PlanView): readonly Row[] {
  const { preview, copied } = view;
  const possible = 'command' in preview;
  return [
    ...(possible
      ? [{ id: planActions.run, icon: 'play', label: l10n.t('Run'), detail: preview.command }]
      : preview.problems.map(({ text, part }, at): Row => ({
          id: part ? `${goTo}${part}:problem${at}` : `problem${at}`,
          icon: 'error',
          label: text,
          ...(part ? {} : { message: true }),
        }))),
    ...planWarnings(view),
    { id: 'parts', label: l10n.t('Plan'), heading: true },
    ...parts(view),
    ...(possible
      ? [
          ...commandRows(preview.command),
          { id: 'more', label: l10n.t('More'), heading: true },
          { id: planActions.save, icon: 'save', label: l10n.t('Save to tasks.json') },
          {
            id: planActions.copy,
            icon: 'copy',
            label: l10n.t('Copy Command'),
            ...(copied && { description: l10n.t('copied') }),
          },
        ]
      : []),
  ];
}

/** A long command on several lines; each of them copies it. */
function commandRows(command: string): readonly Row[] {
  const lines = commandLines(command);
  if (lines.length < 2) {
    return [];
  }
  return [
    { id: 'command', label: l10n.t('Command'), heading: true },
    ...lines.map((line, at): Row => ({ id: `${planActions.copy}:${at}`, label: line })),
  ];
}

function parts({ state, builder, inputs }: PlanView): readonly Row[] {
  const { source, folder } = chosen(state);
  const { fixed } = state;
  const part = (step: StepId, icon: string, label: string, value: string): Row => ({
    id: `${goTo}${step}`,
    icon,
    label,
    description: value,
  });
  const platforms = state.platforms.map((platform) => {
    const found = builder?.error ? undefined : builder?.platformHow(platform, state.platforms);
    const isMade = found?.how === 'native' || found?.how === 'emulated';
    return builder && isMade ? `${platform} (${howText(found, platform, builder)})` : platform;
  });
  const description = sourceDescription(source);
  return [
    part(
      'source',
      'file',
      l10n.t('Source'),
      description === '' ? sourceLabel(source) : `${sourceLabel(source)} · ${description}`,
    ),
    ...(hasContextChoice(state) ? [part('context', 'folder', l10n.t('Context'), contextText(state, folder.name))] : []),
    ...(hasStageChoice(state)
      ? [part('stage', 'list-ordered', l10n.t('Stage'), state.target ?? l10n.t('last stage'))]
      : []),
    ...(inputs.length > 0 ? [part('inputs', 'symbol-variable', l10n.t('Inputs'), inputsText(state, inputs))] : []),
    part('platforms', 'server', l10n.t('Platforms'), platforms.join(', ')),
    part('builder', 'server-environment', l10n.t('Builder'), builder ? builderWords(builder) : (state.builder ?? '…')),
    ...(isNameable(state) ? [{ ...part('image', 'tag', l10n.t('Image'), imageOf(state)), ...(fixed && aside()) }] : []),
    part('output', 'export', l10n.t('Output'), outputLabel(state.output ?? 'cache')),
  ];
}

/** The goal of a build for missing platforms: its tag is not the one that the user wants to change. */
function aside(): Pick<Row, 'detail'> {
  return { detail: l10n.t('This helper tag is pushed first. You then confirm adding it to the image.') };
}

/** The names of what is given; the values are in the command, or secret. */
function inputsText(state: WizardState, asked: readonly DockerfileInput[]): string {
  const given = inputsIn(state);
  const missing = missingInputs(given, asked);
  if (missing.length > 0) {
    return l10n.t('missing: {0}', missing.map(inputName).join(', '));
  }
  const set = asked.filter((input) => givenFor(given, input) !== undefined);
  return set.length > 0 ? set.map(inputName).join(', ') : l10n.t('defaults');
}

function contextText({ context = '', found }: WizardState, folder: string): string {
  const name = context === '.' ? folder : context;
  return found?.source.kind === 'dockerfile' && found.source.context === context
    ? `${name} (${l10n.t('contains the files that COPY and ADD use')})`
    : name;
}

function imageOf(state: WizardState): string {
  const { source } = chosen(state);
  if (state.tags.length > 0) {
    return state.tags.join(', ');
  }
  if (source.kind === 'dockerfile') {
    return l10n.t('no name');
  }
  return source.tags.length > 0
    ? l10n.t('from the file: {0}', source.tags.join(', '))
    : source.unknown?.includes('tags')
      ? l10n.t('from the file')
      : l10n.t('no name');
}
