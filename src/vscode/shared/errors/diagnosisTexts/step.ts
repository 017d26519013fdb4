import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

/** Failed steps. */
export const stepTexts: Pick<Texts, 'stepFailed' | 'scriptNotExecutable' | 'diskFull'> = {
  stepFailed: (words) => {
    const advice = stepAdvice(words);
    return { message: failedStep(words), ...(advice !== undefined && { advice }) };
  },
  scriptNotExecutable: ({ path, reason }) => ({
    message:
      path === undefined
        ? l10n.t('A script could not be started.')
        : l10n.t('The script {path} could not be started.', { path }),
    advice: scriptAdvice(reason),
  }),
  diskFull: ({ path, command, reason }) =>
    reason === 'destination'
      ? {
          message: l10n.t('There is no space left on the disk that the output is written to.'),
          advice:
            path === undefined
              ? l10n.t('Free space there, or choose another output.')
              : l10n.t('Free space there, or choose another output. It stopped at {path}.', { path }),
        }
      : {
          message: l10n.t('There is no space left on the builder’s disk.'),
          advice:
            command === undefined
              ? l10n.t('Remove build cache that you no longer need.')
              : l10n.t('Remove build cache that you no longer need: “{command}”.', { command }),
        },
};

function failedStep({ step, exitCode, platform }: Words): SafeText {
  if (step === undefined) {
    return l10n.t('A step of the build failed.');
  }
  if (exitCode === undefined) {
    return platform === undefined
      ? l10n.t('The step “{step}” failed.', { step })
      : l10n.t('The step “{step}” failed for {platform}.', { step, platform });
  }
  return platform === undefined
    ? l10n.t('The step “{step}” failed with exit code {exitCode}.', { step, exitCode })
    : l10n.t('The step “{step}” failed for {platform} with exit code {exitCode}.', { step, platform, exitCode });
}

/** The exit codes of the shell and the kernel; all others are program-specific. */
function stepAdvice({ exitCode, path, reason, found }: Words): SafeText | undefined {
  if (reason === 'noShell') {
    return l10n.t(
      'The base image has no shell. Write the command as a list, such as RUN ["/program", "argument"], or use another base image.',
    );
  }
  if (reason === 'absent' && path !== undefined) {
    return l10n.t('The image does not contain the program {path}.', { path });
  }
  if (reason === 'package' && found !== undefined) {
    return l10n.t('A package was not found. Check its name and version, and whether it is published for {0}.', found);
  }
  const known = crashAdvice(reason, exitCode);
  if (known !== undefined) {
    return known;
  }
  switch (exitCode ?? '') {
    case '126':
      return l10n.t('Exit code 126 means that a program was found but could not be run.');
    case '127':
      return l10n.t('Exit code 127 means that a program was not found in the image.');
    case '137':
      return l10n.t('Exit code 137 means that it was killed, usually because memory ran out.');
    default:
      return undefined;
  }
}

/** A program that crashed, or was ended for lack of memory. */
function crashAdvice(reason: string | undefined, exitCode = ''): SafeText | undefined {
  switch (reason ?? '') {
    case 'heap':
      return l10n.t(
        'A program reached its own heap limit. Raise it (NODE_OPTIONS=--max-old-space-size=4096, -Xmx4g), or give the builder more memory.',
      );
    case 'killed':
      return l10n.t('Memory ran out. Give the builder more, or make the step do less at once.');
    case 'abort':
      return l10n.t('A program aborted after an internal error. The log contains its message.');
    case 'crash':
      return l10n.t('Exit code {0} means that a program crashed.', exitCode);
    case 'crashEmulated':
      return l10n.t(
        'Exit code {0} means that a program crashed. The step is emulated; a native builder would show whether the emulator is the cause.',
        exitCode,
      );
    case 'childCrashed':
      return l10n.t(
        'A program crashed. The step is emulated; a native builder would show whether the emulator is the cause.',
      );
    default:
      return undefined;
  }
}

function scriptAdvice(reason: string | undefined): SafeText {
  switch (reason ?? '') {
    case 'permission':
      return l10n.t('It is not executable: use “COPY --chmod=755”, or run “chmod +x” on it.');
    case 'shebang':
      return l10n.t(
        'It needs a first line that names its interpreter, such as #!/bin/sh. If it has one, that interpreter is for another platform.',
      );
    default:
      return l10n.t(
        'Check that it is in the image, that it has Unix line endings (LF, not CRLF), and that the image contains the interpreter of its first line.',
      );
  }
}
