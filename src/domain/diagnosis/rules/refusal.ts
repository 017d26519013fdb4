import { lineAt } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import type { Judge, Rule } from './rule.ts';

/**
 * Refusals that state a reason, so they are not about logins. Sources: docker/cli credential helpers, buildx policy, the registries of AWS,
 * Google, Azure and Harbor.
 */
export const refusalRules: readonly Rule[] = [
  {
    code: 'credentialHelperMissing',
    match:
      /error getting credentials - err: exec: "(?<path>[^"\n]{1,300})": (?:executable file not found|file does not exist)/,
  },
  {
    code: 'credentialHelperFailed',
    match: /error getting credentials - err: (?<detail>[^\n]{1,500})/,
  },
  refused('policyDenied', /not allowed by policy/),
  refused('layerTooLarge', /413 (?:Request Entity|Content|Payload) Too Large|: 413\b/),
  (clues) => (clues.pushing ? tagImmutable(clues) : undefined),
  refused(
    'registryQuota',
    /will exceed the configured upper limit|(?:storage )?quota (?:has been )?(?:exceeded|reached)|exceed(?:s|ed)? (?:the |your )?(?:storage )?quota|storage limit (?:exceeded|reached)|has exceeded the limit of \d{1,9} images|registry contains \d{1,9} repositories, limit is/i,
  ),
  {
    code: 'attestationsUnsupported',
    match: /image [mM]anifest, config or layer media type for the source image (?<image>\S{1,300}) is not supported/,
  },
  {
    code: 'attestationsUnsupported',
    match: /image manifest or layer media type for the source image (?<image>\S{1,300}) is not supported/,
  },
];

function refused(code: DiagnosisCode, match: RegExp): Judge {
  return (clues) => {
    const found = match.exec(clues.said);
    return found
      ? {
          code,
          params: {
            detail: lineAt(clues, found.index),
            ...(clues.registry !== undefined && { registry: clues.registry }),
            ...(clues.image !== undefined && { image: clues.image }),
          },
        }
      : undefined;
  };
}

/** ECR, Harbor and others, each with its own message. */
const tagImmutable = refused('tagImmutable', /\bimmutab(?:le|ility)\b/i);
