import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'dockerfileMissing'
  | 'dockerfileInvalid'
  | 'contextMissing'
  | 'bakeInvalid'
  | 'bakeAccessDenied'
  | 'secretMissing'
  | 'tooComplex';

/** The sources of a build. */
export const sourceTexts: Pick<Texts, Codes> = {
  dockerfileMissing: ({ file }) => ({
    message:
      file === undefined
        ? l10n.t('The Dockerfile was not found.')
        : l10n.t('The Dockerfile was not found: {file}.', { file }),
    advice: l10n.t('Choose the Dockerfile and the context folder again.'),
  }),
  dockerfileInvalid: ({ detail }) => ({
    message:
      detail === undefined
        ? l10n.t('The Dockerfile has an error.')
        : l10n.t('The Dockerfile has an error: {detail}.', { detail }),
  }),
  contextMissing: ({ file, path }) =>
    file === undefined
      ? {
          message:
            path === undefined
              ? l10n.t('The context folder was not found.')
              : l10n.t('The context folder {path} was not found.', { path }),
          advice: l10n.t('Choose the context folder again.'),
        }
      : {
          message: l10n.t('{file} is not in the build context.', { file }),
          advice: l10n.t('Check the path, the context folder, and whether .dockerignore excludes it.'),
        },
  bakeInvalid: (words) => ({ message: badBake(words), advice: badBakeAdvice(words) }),
  bakeAccessDenied: ({ path, found, reason }) => ({
    message:
      reason === 'allow' && found !== undefined
        ? l10n.t('Nothing was built: the file needs access outside the workspace folder ({found}).', {
            found,
          })
        : path === undefined
          ? l10n.t('The bake file requests access outside its own folder.')
          : l10n.t('The bake file requests access to {path}, which is outside its folder.', { path }),
    advice:
      reason === 'allow'
        ? l10n.t('If you trust it, add that to the task’s “allow”.')
        : found === undefined
          ? l10n.t('If you trust it, add the flag that the terminal shows to the task’s “extraArgs”.')
          : l10n.t('If you trust it, add “{found}” to the task’s “extraArgs”.', { found }),
  }),
  tooComplex: (words) => ({ message: tooComplex(words) }),
  secretMissing: ({ secret, path }) =>
    secret === undefined
      ? {
          message:
            path === undefined
              ? l10n.t('The file of a build secret was not found.')
              : l10n.t('The file {path} of a build secret was not found.', { path }),
          advice: l10n.t('Check the path in the task’s “secrets”.'),
        }
      : {
          message: l10n.t('The build needs the secret “{secret}”, which was not provided.', { secret }),
          advice: l10n.t('Add it to the task’s “secrets”, such as “id={secret},src=path/to/file”.', { secret }),
        },
};

/** Reading was stopped to protect the editor. */
function tooComplex({ reason, file, image, detail, others }: Words): SafeText {
  const what = file ?? image ?? l10n.t('A file or image');
  if (others !== undefined) {
    return l10n.t('{0} and {1} more could not be read. The log shows why.', what, others);
  }
  switch (reason) {
    case 'time':
      return l10n.t('{0} could not be read: it took too long.', what);
    case 'memory':
      return l10n.t('{0} could not be read: it required too much memory.', what);
    case 'failed':
      return detail === undefined
        ? l10n.t('{0} could not be read.', what)
        : l10n.t('{0} could not be read: {1}.', what, detail);
    case 'crashed':
      return l10n.t('{0} could not be read: an unexpected error occurred.', what);
    case undefined:
    default:
      return l10n.t('{0} is too complex to read.', what);
  }
}

function badBakeAdvice({ reason, detail }: Words): SafeText {
  switch (reason) {
    case 'variable':
      return detail === undefined
        ? l10n.t('Set it in .env next to the file, or in the environment that VS Code is started from.')
        : l10n.t(
            'Set it in .env next to the file, or in the environment that VS Code is started from. The file says: {0}.',
            detail,
          );
    case 'overlay':
      return l10n.t('The file may be an overlay for another one. Choose both files together.');
    case 'match':
      return l10n.t('“--set” applies to targets, not to groups. Use the name of a target, or “*” for all.');
    case undefined:
    default:
      return l10n.t('“docker buildx bake --print” shows how Docker reads it.');
  }
}

function badBake({ reason, detail, file, found }: Words): SafeText {
  if (reason === 'variable') {
    return found === undefined
      ? l10n.t('The Compose file needs a variable that is not set.')
      : l10n.t('The Compose file needs the variable {0}, which is not set.', found);
  }
  if (reason === 'overlay') {
    return found === undefined
      ? l10n.t('A service has neither “image” nor “build”.')
      : l10n.t('The service {0} has neither “image” nor “build”.', found);
  }
  if (reason === 'match') {
    return detail === undefined
      ? l10n.t('A value is set for a target that is not in the bake file.')
      : l10n.t('A value is set for the target {0}, which is not in the bake file.', detail);
  }
  if (reason === 'target' && detail !== undefined) {
    return l10n.t('The bake file has no target named {detail}.', { detail });
  }
  if (reason === 'none') {
    return l10n.t('This folder contains no bake or Compose file.');
  }
  if (reason === 'file' && file !== undefined) {
    return l10n.t('The bake file {file} was not found.', { file });
  }
  return detail === undefined
    ? l10n.t('The bake file has an error.')
    : l10n.t('The bake file has an error: {detail}.', { detail });
}
