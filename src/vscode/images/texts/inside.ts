import type { SafeText } from '../../../domain/safeText.ts';
import { judgeInside, type Inside, type StartedProgram } from '../../../domain/inside/inside.ts';
import { sizeText } from '../../shared/text/measures.ts';
import { mislabelledText, programKind, programPath } from '../../shared/text/programs.ts';
import { l10n } from '../../shared/l10n.ts';

/** The texts about the start program of an image. */
export const insideTexts = {
  reading: (image: string) => l10n.t('Checking programs in {0}', image),
  progress: (platform: string, layer: number, layers: number, bytes: number) =>
    l10n.t('{0}: layer {1} of at most {2}, {3}', platform, layer, layers, sizeText(bytes)),
  /** For a row whose label is correct. */
  checked: () => l10n.t('checked'),
  /** For a whole image. */
  wrongIn: (platforms: string) => l10n.t('wrong program for {0}', platforms),
  holds,
  told,
  allFit: (image: string, platforms: string) =>
    l10n.t('{0} starts programs that match its platforms: {1}.', image, platforms),
  nothing: (image: string) => l10n.t('{0} contains no image to check.', image),
};

/** A mismatch with the row's platform, in two words; undefined if there is none, or nothing is known. */
function holds(inside: Inside, platform: string): SafeText | undefined {
  const judged = judgeInside(inside, platform);
  switch (judged.verdict) {
    case 'wrong':
      return l10n.t('contains {0}!', programKind(judged.program));
    case 'related':
      return l10n.t('contains {0}', programKind(judged.program));
    case 'broken':
      return l10n.t('does not start!');
    case 'fits':
    case 'unknown':
      return undefined;
  }
}

function told(image: string, platform: string, inside: Inside): SafeText {
  switch (inside.state) {
    case 'found':
      return toldFound(image, platform, inside);
    case 'noStart':
      return l10n.t('{0} for {1} does not define a start program, so there is nothing to compare.', image, platform);
    case 'notFound':
      return inside.by === undefined
        ? l10n.t(
            '{0} for {1} starts {2}, which is in none of its layers.',
            image,
            platform,
            programPath(inside.program),
          )
        : l10n.t(
            '{0} for {1} starts {2}, a script for {3}, which is in none of its layers. It will fail with “no such file or directory”.',
            image,
            platform,
            programPath(inside.by),
            programPath(inside.program),
          );
    case 'noFirstLine':
      return l10n.t(
        '{0} for {1} starts {2}, a text file without a first line such as “#!/bin/sh”. It will fail with “exec format error” on any processor.',
        image,
        platform,
        programPath(inside.program),
      );
    case 'windowsLines':
      return l10n.t(
        '{0} for {1} starts {2}, a script with Windows line endings. It will fail with “no such file or directory” on any processor.',
        image,
        platform,
        programPath(inside.program),
      );
    case 'notExecutable':
      return l10n.t(
        '{0} for {1} starts {2}, which is not executable. It will fail with “permission denied”.',
        image,
        platform,
        programPath(inside.program),
      );
    case 'unknown':
      return l10n.t(
        'The architecture of {2} in {0} for {1} cannot be determined.',
        image,
        platform,
        programPath(inside.program),
      );
    case 'tooLarge':
      return l10n.t('The layers of {0} for {1} are too large to check.', image, platform);
    case 'tooComplex':
      return l10n.t('{0} for {1} could not be checked, because its files are too complex to follow.', image, platform);
  }
}

function toldFound(image: string, platform: string, inside: Extract<Inside, { state: 'found' }>): SafeText {
  const judged = judgeInside(inside, platform);
  switch (judged.verdict) {
    case 'wrong':
      return mislabelledText(image, { platform, ...judged.program });
    case 'related':
      return l10n.t(
        '{0} for {1} starts {2}, which is for {3}. It runs only where the processor and its kernel also support that.',
        image,
        platform,
        programPath(judged.program.program),
        programKind(judged.program),
      );
    case 'broken':
      return toldLoader(image, platform, inside.programs);
    case 'unknown':
      return l10n.t(
        'The architecture of {2} in {0} for {1} cannot be determined.',
        image,
        platform,
        programPath(inside.programs[0].program),
      );
    case 'fits': {
      const [first, ...others] = inside.programs;
      return l10n.t(
        '{0} for {1} starts {2}, which is for {3} and therefore matches.',
        image,
        platform,
        [first, ...others].map(({ program }) => programPath(program)).join(', '),
        programKind(first),
      );
    }
  }
}

function toldLoader(image: string, platform: string, programs: readonly StartedProgram[]): SafeText {
  const { program = '', missingLoader = '' } = programs.find((each) => each.missingLoader !== undefined) ?? {};
  return l10n.t(
    '{0} for {1} starts {2}, which needs {3}, but none of the layers contains that. It will fail with “no such file or directory”.',
    image,
    platform,
    programPath(program),
    programPath(missingLoader),
  );
}
