import type { SafeText } from '../../../domain/safeText.ts';
import type { Remedy } from '../../../domain/diagnosis/diagnosis.ts';
import { l10n } from '../l10n.ts';

/** The label of a remedy's button. */
export function remedyLabel(remedy: Remedy): SafeText {
  switch (remedy.id) {
    case 'createBuilder':
      return l10n.t('Create Builder and Build Again');
    case 'setUpBuilder':
      return l10n.t('Set Up a Builder…');
    case 'installEmulators':
      return l10n.t('Install Emulators…');
    case 'runInTerminal':
      return terminalLabel(remedy.purpose);
    case 'openLink':
      return linkLabel(remedy.purpose);
    case 'openFile':
      return l10n.t('Open {file}', { file: baseName(remedy.file) });
    case 'editBuild':
      return editLabel(remedy.part);
    case 'restoreTags':
      return l10n.t('Restore Previous Digest…');
    case 'buildAgain':
      return l10n.t('Build Again');
    case 'showLog':
      return l10n.t('Show Log');
  }
}

function terminalLabel(purpose: 'login' | 'prune'): SafeText {
  switch (purpose) {
    case 'login':
      return l10n.t('Log In…');
    case 'prune':
      return l10n.t('Free Disk Space…');
  }
}

function linkLabel(
  purpose: 'installDocker' | 'installBuildx' | 'installKubectl' | 'installHelm' | 'learnMore',
): SafeText {
  switch (purpose) {
    case 'installDocker':
      return l10n.t('How to Install Docker');
    case 'installBuildx':
      return l10n.t('How to Install Buildx');
    case 'installKubectl':
      return l10n.t('How to Install kubectl');
    case 'installHelm':
      return l10n.t('How to Install Helm');
    case 'learnMore':
      return l10n.t('Learn More');
  }
}

function editLabel(part: 'source' | 'platforms' | 'image' | 'output'): SafeText {
  switch (part) {
    case 'source':
      return l10n.t('Change Source…');
    case 'platforms':
      return l10n.t('Change Platforms…');
    case 'image':
      return l10n.t('Change Image…');
    case 'output':
      return l10n.t('Change Output…');
  }
}

/** The last part of a path, which fits on a button. */
function baseName(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
