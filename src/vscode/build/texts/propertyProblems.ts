import type { Property, PropertyProblem } from '../../../domain/build/properties.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../../shared/l10n.ts';

/** What is wrong with the value of a property that is passed to buildx unchanged. */
export function propertyText(problem: PropertyProblem): SafeText {
  switch (problem.code) {
    case 'onlyPush':
      return l10n.t('“pushByDigest” requires “output” to be “push”.');
    case 'onlyBake':
      return l10n.t('“bakeVariables” requires “bakeFiles” or “bakeTargets”.');
    case 'twice':
      return l10n.t('Attestations of the type “{0}” are set twice.', problem.value);
    case 'reserved':
      return l10n.t('“{0}” cannot be set in “bakeVariables”: Docker or the system reads it.', problem.value);
    case 'secret':
      return problem.property === 'bakeVariables'
        ? l10n.t(
            'The variable “{0}” looks like a secret, and other programs could read it. Pass it as a build argument or a build secret.',
            problem.value,
          )
        : l10n.t(
            '“{0}” in “{1}” looks like a secret, and other programs could read it.',
            problem.value,
            problem.property,
          );
    case 'form':
      return formText(problem.property, problem.value);
  }
}

function formText(property: Property, value: string): SafeText {
  switch (property) {
    case 'annotations':
      return l10n.t('“{0}” is not a valid annotation: use “key=value” or “index:key=value”.', value);
    case 'attest':
      return l10n.t('“{0}” is not a valid attestation: use “type=provenance,mode=max” or “type=sbom”.', value);
    case 'provenance':
      return l10n.t('“{0}” is not valid for “provenance”: use true, false or “mode=max”.', value);
    case 'sbom':
      return l10n.t('“{0}” is not valid for “sbom”: use true, false or “generator=image”.', value);
    case 'ssh':
      return l10n.t(
        '“{0}” is not valid for “ssh”: use “default”, or an ID with a key file such as “git=deploy_key”.',
        value,
      );
    case 'labels':
      return l10n.t('“{0}” is not a valid label name.', value);
    case 'bakeVariables':
      return l10n.t('“{0}” is not a valid bake variable name.', value);
  }
}
