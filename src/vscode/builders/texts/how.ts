import type { SafeText } from '../../../domain/safeText.ts';
import type { BuilderChoice, PlatformHow } from '../builderChoice.ts';
import { l10n } from '../../shared/l10n.ts';

/** How a builder would build a platform, in a few words. */
export function howText({ how, node, reason }: PlatformHow, platform: string, builder: BuilderChoice): SafeText {
  const name = builder.nodeCount > 1 ? node : undefined;
  switch (how) {
    case 'native':
      return name === undefined ? l10n.t('native') : l10n.t('native on {0}', name);
    case 'emulated':
      return name === undefined ? l10n.t('emulated') : l10n.t('emulated on {0}', name);
    case 'unsupported': {
      const [os = '', ...architecture] = platform.split('/');
      if (os !== 'linux') {
        return l10n.t('not possible: builder {0} has no {1} node', builder.name, os);
      }
      if (reason === 'emulatorGone') {
        return l10n.t('not possible: the emulator for {0} is no longer installed', architecture.join('/'));
      }
      return reason === 'noEmulator'
        ? l10n.t('not possible: no emulator for {0} on builder {1}', architecture.join('/'), builder.name)
        : l10n.t('not possible on builder {0}', builder.name);
    }
    case 'unknown':
      if (reason === 'asking') {
        return l10n.t('unknown until builder {0} responds', builder.name);
      }
      return reason === 'notStarted'
        ? l10n.t('unknown until builder {0} has started', builder.name)
        : l10n.t('unknown');
  }
}

/** The same for a row of a narrow view: its tooltip has the rest. */
export function shortHowText(made: PlatformHow, platform: string, builder: BuilderChoice): SafeText {
  if (made.how !== 'unsupported') {
    return howText(made, platform, builder);
  }
  const [os = ''] = platform.split('/');
  if (os !== 'linux') {
    return l10n.t('no {0} node', os);
  }
  return made.reason === 'noEmulator'
    ? l10n.t('no emulator')
    : made.reason === 'emulatorGone'
      ? l10n.t('emulator no longer installed')
      : l10n.t('not possible');
}
