import { planBuilder } from '../../../../domain/builder/plan.ts';
import { buildkitToml } from '../../../../domain/configFiles/buildkitConfig.ts';
import { createBuilder } from '../../../../tools/buildx/builders/create.ts';
import { commandLine } from '../../../../tools/process/quote.ts';
import { builderProblemText, driverText } from '../../texts/setUp.ts';
import { commandLines } from '../../../shared/text/commandLines.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { requestOf, takesRegistries, type SetUpState, type SetUpStepId } from '../state.ts';
import { hasMore } from '../steps/moreStep.ts';
import { l10n } from '../../../shared/l10n.ts';

const planActions = { create: 'create', copy: 'copy', copyConfig: 'copyConfig', use: 'use' } as const;
export type PlanAction = keyof typeof planActions;

/** The possible command, or why there is none. */
export type SetUpPreview =
  { readonly commands: readonly string[]; readonly config?: string } | { readonly problems: readonly string[] };

const goTo = 'goTo:';

export function previewOf(state: SetUpState, taken: readonly string[]): SetUpPreview {
  const plan = planBuilder(requestOf(state), taken);
  if (!plan.ok) {
    return { problems: plan.problem.map(builderProblemText) };
  }
  const { registries } = plan.value;
  const configFile = registries.length > 0 ? 'buildkitd.toml' : undefined;
  return {
    commands: createBuilder('docker', plan.value, { configFile }).map(({ file, args }) => commandLine([file, ...args])),
    ...(configFile !== undefined && { config: buildkitToml(registries) }),
  };
}

/** The step that a row leads to. */
export function stepOf(row: Row): SetUpStepId | undefined {
  return row.id.startsWith(goTo) ? (row.id.slice(goTo.length) as SetUpStepId) : undefined;
}

export function actionOf(row: Row): PlanAction | undefined {
  const [id = ''] = row.id.split(':');
  return Object.hasOwn(planActions, id) ? (id as PlanAction) : undefined;
}

/** The whole plan: create it, its parts, its commands and its configuration file. */
export function planRows(
  state: SetUpState,
  preview: SetUpPreview,
  copied: PlanAction | undefined,
  severalEngines: boolean,
): readonly Row[] {
  const done = (action: PlanAction) => (copied === action ? { description: l10n.t('copied') } : {});
  if ('problems' in preview) {
    return [
      ...preview.problems.map((label, at): Row => ({ id: `problem${at}`, icon: 'error', label, message: true })),
      ...parts(state, severalEngines),
    ];
  }
  const { commands, config } = preview;
  return [
    { id: planActions.create, icon: 'play', label: l10n.t('Create and Start'), detail: commands.at(-1) ?? '' },
    {
      id: planActions.use,
      icon: state.use ? 'check' : 'circle-large-outline',
      label: l10n.t('Use for This Workspace'),
      description: state.use ? l10n.t('yes') : l10n.t('no'),
    },
    ...parts(state, severalEngines),
    { id: 'commands', label: l10n.t('Command'), heading: true },
    ...commands.flatMap(commandLines).map((label, at): Row => ({ id: `${planActions.copy}:${at}`, label })),
    { id: `${planActions.copy}:`, icon: 'copy', label: l10n.t('Copy Command'), ...done('copy') },
    ...(config === undefined
      ? []
      : [
          { id: 'config', label: 'buildkitd.toml', heading: true },
          ...config
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((label, at): Row => ({ id: `${planActions.copyConfig}:${at}`, label })),
          {
            id: `${planActions.copyConfig}:`,
            icon: 'copy',
            label: l10n.t('Copy buildkitd.toml'),
            ...done('copyConfig'),
          },
        ]),
  ];
}

function parts(state: SetUpState, severalEngines: boolean): readonly Row[] {
  const { driver, name, endpoint, platforms, registries, hostNetwork, options } = state;
  const part = (step: SetUpStepId, icon: string, label: string, description: string): Row => ({
    id: `${goTo}${step}`,
    icon,
    label,
    description,
  });
  const hosts = [...(hostNetwork ? [l10n.t('localhost')] : []), ...registries.map(({ host }) => host)];
  return [
    { id: 'parts', label: l10n.t('Plan'), heading: true },
    part('driver', 'server-environment', l10n.t('Driver'), `${driver} · ${driverText(driver)}`),
    part('name', 'tag', l10n.t('Name'), name),
    ...(driver === 'docker-container' && severalEngines
      ? [part('engine', 'server', l10n.t('Engine'), endpoint ?? l10n.t('Docker’s current engine'))]
      : []),
    ...(driver === 'kubernetes'
      ? [part('namespace', 'symbol-namespace', l10n.t('Namespace'), options.namespace ?? '')]
      : []),
    ...(driver === 'remote' || driver === 'cloud' ? [part('address', 'globe', l10n.t('Address'), endpoint ?? '')] : []),
    ...(driver === 'remote' && endpoint?.startsWith('tcp:')
      ? [part('certificates', 'lock', l10n.t('Certificates'), options.cacert ?? l10n.t('none'))]
      : []),
    ...(driver === 'kubernetes' || driver === 'remote'
      ? [part('platforms', 'pin', l10n.t('Platforms'), platforms.join(', '))]
      : []),
    ...(takesRegistries(state)
      ? [
          part(
            'registries',
            'database',
            l10n.t('Registries'),
            hosts.length > 0 ? hosts.join(', ') : l10n.t('standard HTTPS'),
          ),
        ]
      : []),
    ...(hasMore(state) ? [part('more', 'settings-gear', l10n.t('More options'), '')] : []),
  ];
}
