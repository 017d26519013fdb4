import type { BuildPlan } from '../../domain/buildPlan.ts';
import { blot } from '../../domain/redact/ranges.ts';
import { isSecretName } from '../../domain/secretNames.ts';
import type { SafeText } from '../../domain/safeText.ts';
import { shownCommand } from '../../tools/buildx/secretBuild.ts';
import { l10n } from '../shared/l10n.ts';

/** What has to be known to run the shown command of a plan by hand: where its secrets are. */
export function commandNotes(plan: BuildPlan): readonly SafeText[] {
  const names = Object.keys(plan.buildArgs).filter(isSecretName);
  return [
    ...(names.length > 0
      ? [
          l10n.t(
            'Docker gets the value of {0} over standard input. To run this command yourself, set it in your environment first.',
            names.join(', '),
          ),
        ]
      : []),
    ...(shownCommand(plan).some((argument) => argument.includes(blot))
      ? [l10n.t('{0} stands for a secret. To run this command yourself, put it back.', blot)]
      : []),
  ];
}
