import type { SafeText } from '../../../domain/safeText.ts';
import type { PlatformProblem } from '../../../domain/platform.ts';
import type { ReferenceProblem } from '../../../domain/image/reference.ts';
import { l10n } from '../l10n.ts';

/** What is wrong with a platform. */
export function platformProblemText(problem: PlatformProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a platform is required, such as linux/arm64');
    case 'tooManyParts':
      return l10n.t('a platform has at most three parts: os/architecture/variant');
    case 'invalidPart':
      return problem.part === ''
        ? l10n.t('a part is empty; use the form linux/arm64')
        : l10n.t('"{0}" is not allowed in a platform; use only letters, digits, ".", "_" and "-"', problem.part);
    case 'wildcard':
      return l10n.t('"*" is not allowed; select every platform that you want');
    case 'unknown':
      return problem.suggestion === undefined
        ? l10n.t('not a valid platform; use the form linux/arm64')
        : l10n.t('not a valid platform; did you mean {0}?', problem.suggestion);
  }
}

/** What is wrong with an image name. */
export function referenceProblemText(problem: ReferenceProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a name is required, such as registry.example.com/team/app:1.0');
    case 'whitespace':
      return l10n.t('a name cannot contain spaces');
    case 'scheme':
      return problem.suggestion === undefined
        ? l10n.t('remove "{0}": a name starts with the registry', problem.part)
        : l10n.t('remove "{0}": {1}', problem.part, problem.suggestion);
    case 'uppercase':
      return l10n.t('a name must be lowercase: {0}', problem.suggestion);
    case 'imageId':
      return l10n.t('this is an image ID; a name is required');
    case 'invalidDomain':
      return l10n.t('"{0}" is not a valid registry name', problem.part);
    case 'invalidPort':
      return l10n.t('"{0}" is not a valid port; use a number up to 65535', problem.part);
    case 'invalidPath':
      return problem.part === ''
        ? l10n.t('a part before or after "/" is missing')
        : l10n.t(
            '"{0}" is not allowed in a name; use only lowercase letters and digits, joined by ".", "_" or "-"',
            problem.part,
          );
    case 'invalidTag':
      return problem.part === ''
        ? l10n.t('the tag after ":" is missing')
        : l10n.t(
            '"{0}" is not a valid tag; use letters, digits, "_", "." and "-", and start with a letter, digit or "_"',
            problem.part,
          );
    case 'tagTooLong':
      return l10n.t('a tag has at most 128 characters');
    case 'invalidDigest':
      return l10n.t('"{0}" is not a valid digest, and the digest of a build cannot be chosen', problem.part);
    case 'tooLong':
      return l10n.t('a name has at most 255 characters');
  }
}
