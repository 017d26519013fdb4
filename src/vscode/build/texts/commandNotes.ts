import type { BuildPlan } from '../../../domain/build/plan.ts';
import { blot } from '../../../domain/redact/ranges.ts';
import { isSecretName } from '../../../domain/secretNames.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../../shared/l10n.ts';

/**
 * What to know before running the shown command of a plan manually: where its secrets are.
 *
 * @param shown the command; parts that would leave this machine may be omitted from it
 */
export function commandNotes(plan: BuildPlan, shown: readonly string[]): readonly SafeText[] {
  const names = Object.keys(plan.buildArgs).filter(isSecretName);
  return [
    ...(names.length > 0
      ? [
          l10n.t(
            'Docker receives the value of {0} on standard input. To run this command yourself, set it in your environment first.',
            names.join(', '),
          ),
        ]
      : []),
    ...(shown.some((argument) => argument.includes(blot))
      ? [l10n.t('{0} replaces a secret. To run this command yourself, insert the secret.', blot)]
      : []),
  ];
}
