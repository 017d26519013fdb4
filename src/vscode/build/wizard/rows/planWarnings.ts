import type { Capability } from '../../../../domain/builder/capability.ts';
import type { BaseProblem } from '../../../../domain/sources/stages/baseProblems.ts';
import type { BuilderChoice } from '../../../builders/builderChoice.ts';
import { howText } from '../../../builders/texts/how.ts';
import { l10n } from '../../../shared/l10n.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { oldBuildxTexts } from '../../../shared/text/oldBuildx.ts';
import { routeWarningText } from '../../texts/route.ts';
import { refusalText, wayOutText } from '../../texts/wizard.ts';
import type { StepId, WizardState } from '../state.ts';
import { isWithoutRegistry, outputLabel } from './outputRows.ts';
import { goTo, planActions } from './planLinks.ts';

/** What the warnings of a plan depend on. */
export interface PlanProblems {
  readonly state: WizardState;
  readonly builder: BuilderChoice | undefined;
  /** Images that the build uses for platforms that they lack. */
  readonly bases: readonly BaseProblem[];
}

/** What is wrong with a plan that Docker would run. */
export function planWarnings(view: PlanProblems): readonly Row[] {
  return [
    ...nameWarnings(view),
    ...(view.builder ? builderWarnings(view, view.builder) : []),
    ...view.bases.map(baseRow),
  ];
}

function nameWarnings({ state: { output, tags } }: PlanProblems): readonly Row[] {
  const without = output === 'push' ? tags.filter(isWithoutRegistry) : [];
  return without.map((tag, at) => ({
    id: `${goTo}image:name${at}`,
    icon: 'warning',
    label: l10n.t('“{0}” names no registry', tag),
    detail: l10n.t('Docker Hub refuses it without a user name. Add a registry or a user name.'),
  }));
}

function builderWarnings(view: PlanProblems, builder: BuilderChoice): readonly Row[] {
  const { state } = view;
  const warn = (step: StepId, label: string, at: number, detail?: string): Row => ({
    id: `${goTo}${step}:warning${at}`,
    icon: 'warning',
    label,
    ...(detail !== undefined && { detail }),
  });
  const old = oldRows(builder);
  if (builder.error) {
    return [...old, warn('builder', l10n.t('The builder could not be checked'), 0, builder.error.message)];
  }
  const hows = state.platforms.map((platform) => ({ platform, ...builder.platformHow(platform, state.platforms) }));
  const unmakeable = hows.filter(({ how }) => how === 'unsupported');
  const routeWarnings = builder.warnings(state.platforms).filter(({ kind }) => kind !== 'unsupported');
  const refused = builder.capability(state.output ?? 'cache', state.platforms.length);
  const pinnable = routeWarnings.flatMap((one) => (one.kind === 'emulatedThoughNative' ? one.platform : []));
  const emulated = hows.flatMap(({ how, platform }) =>
    how === 'emulated' && !pinnable.includes(platform) ? [platform] : [],
  );
  const slow = l10n.t('Steps for {0} run under emulation, several times slower', emulated.join(', '));
  return [
    ...old,
    ...unmakeable.map((found, at) =>
      warn('platforms', `${found.platform}: ${howText(found, found.platform, builder)}`, at),
    ),
    ...routeWarnings.map((one, at): Row =>
      one.kind === 'emulatedThoughNative'
        ? {
            id: `${planActions.pin}:${at}`,
            icon: 'warning',
            label: l10n.t('{0} would be emulated on {1}', one.platform, one.node),
            detail: l10n.t('{0} runs it natively. Pin platforms so that each node builds its own.', one.nativeNode),
          }
        : warn('builder', routeWarningText(one), at, l10n.t('Choose Another Builder')),
    ),
    ...(refused.ok ? [] : [refusal(refused, view)]),
    ...(emulated.length > 0 ? [{ ...warn('platforms', slow, unmakeable.length), icon: 'info' }] : []),
  ];
}

function oldRows({ oldBuildx }: BuilderChoice): readonly Row[] {
  return oldBuildx === undefined
    ? []
    : [
        {
          id: 'oldBuildx',
          icon: 'warning',
          label: oldBuildxTexts.short(oldBuildx),
          detail: oldBuildxTexts.limits(oldBuildx),
          message: true,
        },
      ];
}

/** A single-platform image is used for any other platform without a message; an index without the platform fails the build. */
function baseRow({ image, kind, has, lacks }: BaseProblem, at: number): Row {
  return {
    id: `${goTo}platforms:base${at}`,
    icon: 'warning',
    label: l10n.t('{0} is for {1} only', image, has.join(', ')),
    detail:
      kind === 'manifest'
        ? l10n.t('What the build takes from it for {0} would contain {1} programs.', lacks.join(', '), has.join(', '))
        : l10n.t('The build for {0} will fail.', lacks.join(', ')),
  };
}

/** Why the builder does not support the output; the row fixes it or leads to the fix. */
function refusal(refused: Extract<Capability, { ok: false }>, { state, builder }: PlanProblems): Row {
  const output = outputLabel(state.output ?? 'cache');
  const creates = refused.wayOut === 'createBuilder';
  return {
    id: creates ? planActions.create : `${goTo}output:refused`,
    icon: 'warning',
    label: builder ? `${output}: ${refusalText(refused, builder, state.platforms.length)}` : output,
    detail: wayOutText(refused.wayOut),
  };
}
