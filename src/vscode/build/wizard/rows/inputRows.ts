import { givenFor, missingInputs, originOf, type GivenInputs } from '../../../../domain/build/inputs.ts';
import { isSecretArgument } from '../../../../domain/build/planSecrets.ts';
import { inputKey, inputName, type DockerfileInput } from '../../../../domain/sources/dockerfile.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

/** The row that goes on with what is given. */
export const goOn = 'goOn';

/** Everything that a Dockerfile asks for, and the way on: first where nothing is missing, last where something is. */
export function inputRows(asked: readonly DockerfileInput[], given: GivenInputs): readonly Row[] {
  const of = (kind: DockerfileInput['kind'], icon: string, heading: string): readonly Row[] => {
    const own = asked.filter((input) => input.kind === kind);
    return own.length === 0
      ? []
      : [
          { id: `heading:${kind}`, label: heading, heading: true },
          ...own.map((input): Row => ({
            id: inputKey(input),
            icon,
            label: inputName(input),
            description: valueText(input, givenFor(given, input)),
          })),
        ];
  };
  const isMissing = missingInputs(given, asked).length > 0;
  const on: Row = {
    id: goOn,
    icon: 'arrow-right',
    label: isMissing ? l10n.t('Continue Without Required Values') : l10n.t('Continue'),
    alwaysShow: true,
  };
  return [
    ...(isMissing ? [] : [on]),
    ...of('arg', 'symbol-variable', l10n.t('Build arguments')),
    ...of('secret', 'lock', l10n.t('Secrets')),
    ...of('ssh', 'key', l10n.t('SSH')),
    ...(isMissing ? [{ id: 'heading:on', label: '', heading: true }, on] : []),
  ];
}

/** What is given for an input; a secret value is not shown. */
function valueText(input: DockerfileInput, given: string | undefined): string {
  if (given === undefined) {
    return input.required
      ? l10n.t('required')
      : input.kind === 'arg' && input.value !== undefined && input.value !== ''
        ? l10n.t('default: {0}', input.value)
        : l10n.t('not set');
  }
  if (input.kind === 'arg') {
    return isSecretArgument(input.name, given) ? '•••' : given;
  }
  if (input.kind === 'ssh') {
    const at = given.indexOf('=');
    return at < 0 ? l10n.t('SSH agent') : l10n.t('file {0}', given.slice(at + 1));
  }
  const { file, variable } = originOf(given);
  return file !== undefined
    ? l10n.t('file {0}', file)
    : l10n.t('environment variable {0}', variable ?? inputName(input));
}
