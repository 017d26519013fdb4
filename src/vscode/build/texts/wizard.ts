import type { SafeText } from '../../../domain/safeText.ts';
import type { Capability } from '../../../domain/builder/capability.ts';
import type { ImageOrigin } from '../../../domain/sources/manifests/suggestImages.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import { l10n } from '../../shared/l10n.ts';

type Refusal = Extract<Capability, { ok: false }>;

/** Why the driver or image store cannot do it. */
export function refusalText({ reason }: Refusal, builder: BuilderChoice, platforms: number): SafeText {
  switch (reason) {
    case 'classicStore':
      return platforms > 1
        ? l10n.t(
            'not possible: the engine’s classic image store cannot hold several platforms (builder {0})',
            builder.name,
          )
        : l10n.t('not possible with the engine’s classic image store (builder {0})', builder.name);
    case 'severalPlatformsNotLoadable':
      return l10n.t('not possible: the engine can load only one platform from builder {0}', builder.name);
    case 'driver':
      return l10n.t('not possible with several nodes: builder {0} can only push the result', builder.name);
  }
}

/** What can be done instead. */
export function wayOutText(wayOut: Refusal['wayOut'] | 'name'): SafeText {
  switch (wayOut) {
    case 'createBuilder':
      return l10n.t('Create and Use a Builder Named multiarch');
    case 'push':
      return l10n.t('Push to a Registry Instead');
    case 'onePlatform':
      return l10n.t('Choose a Single Platform');
    case 'name':
      return l10n.t('Name the Image');
  }
}

/** Where a suggested name comes from. */
export function originText(origin: ImageOrigin): SafeText {
  switch (origin.from) {
    case 'answer':
      return l10n.t('as before');
    case 'lastBuild':
      return l10n.t('last build');
    case 'earlierBuild':
      return l10n.t('earlier build');
    case 'failedBuild':
      return l10n.t('last build, failed');
    case 'setting':
      return l10n.t('setting multiarch.image');
    case 'definition':
      return l10n.t('from the file');
    case 'version':
      return l10n.t('source version (git describe)');
    case 'folder':
      return l10n.t('folder name, no registry yet');
    case 'workload':
      return origin.name === ''
        ? l10n.t('used by a {0}', origin.kind)
        : l10n.t('used by {0} {1}', origin.kind, origin.name);
  }
}
