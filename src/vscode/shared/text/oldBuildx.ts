import { oldestBuildx, type BuildxLack, type OldBuildx } from '../../../domain/builder/oldBuildx.ts';
import { joinText, type SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../l10n.ts';

/** Messages about a Buildx that is too old. */
export const oldBuildxTexts = {
  short: ({ version }: OldBuildx) => l10n.t('Buildx {0} is too old: update it to {1} or newer', version, oldestBuildx),
  /** One sentence for each feature that it lacks. */
  limits: ({ lacks }: OldBuildx) => joinText(lacks.map(limitText), ' '),
  long: (old: OldBuildx) =>
    joinText(
      [
        l10n.t('Buildx {0} is too old: update it to {1} or newer.', old.version, oldestBuildx),
        oldBuildxTexts.limits(old),
      ],
      ' ',
    ),
};

function limitText(lack: BuildxLack): SafeText {
  switch (lack) {
    case 'progress':
      return l10n.t('Builds show plain output instead of the progress of each platform.');
    case 'bakeMatrix':
      return l10n.t('A matrix in a bake file is not supported.');
    case 'ociLayout':
      return l10n.t('An OCI layout cannot be written.');
    case 'indexEdits':
      return l10n.t('Platforms of a tag cannot be kept, added or removed.');
  }
}
