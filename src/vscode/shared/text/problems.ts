import type { SafeText } from '../../../domain/safeText.ts';
import type { PlatformProblem } from '../../../domain/platform.ts';
import type { ReferenceProblem } from '../../../domain/image/reference.ts';
import { l10n } from '../l10n.ts';

/** What is wrong with a text that should be a platform. */
export function platformProblemText(problem: PlatformProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a platform is needed, such as linux/arm64');
    case 'tooManyParts':
      return l10n.t('a platform has at most three parts: system/architecture/variant');
    case 'invalidPart':
      return problem.part === ''
        ? l10n.t('a part is empty; a platform looks like linux/arm64')
        : l10n.t('"{0}" cannot be part of a platform; only letters, digits, ".", "_" and "-" can', problem.part);
    case 'wildcard':
      return l10n.t('"*" cannot be used; tick every platform that is wanted');
    case 'unknown':
      return problem.suggestion === undefined
        ? l10n.t('no platform; one looks like linux/arm64')
        : l10n.t('no platform; did you mean {0}?', problem.suggestion);
  }
}

/** What is wrong with a text that should be an image's name. */
export function referenceProblemText(problem: ReferenceProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a name is needed, such as registry.example.com/team/app:1.0');
    case 'whitespace':
      return l10n.t('a name cannot contain blanks');
    case 'scheme':
      return problem.suggestion === undefined
        ? l10n.t('leave out "{0}": a name begins with the registry', problem.part)
        : l10n.t('leave out "{0}": {1}', problem.part, problem.suggestion);
    case 'uppercase':
      return l10n.t('a name is written in lower case: {0}', problem.suggestion);
    case 'imageId':
      return l10n.t('this is the ID of an image; a name is needed');
    case 'invalidDomain':
      return l10n.t('"{0}" is no name of a registry', problem.part);
    case 'invalidPort':
      return l10n.t('"{0}" is no port; one is a number up to 65535', problem.part);
    case 'invalidPath':
      return problem.part === ''
        ? l10n.t('something is missing before or after a "/"')
        : l10n.t(
            '"{0}" cannot be part of a name; only lower-case letters and digits, joined by ".", "_" or "-", can',
            problem.part,
          );
    case 'invalidTag':
      return problem.part === ''
        ? l10n.t('the tag after ":" is missing')
        : l10n.t(
            '"{0}" is no tag; one has letters, digits, "_", "." and "-", and begins with none of the last two',
            problem.part,
          );
    case 'tagTooLong':
      return l10n.t('a tag has at most 128 characters');
    case 'invalidDigest':
      return l10n.t('"{0}" is no digest; and an image that is built cannot be given one', problem.part);
    case 'tooLong':
      return l10n.t('a name has at most 255 characters');
  }
}
