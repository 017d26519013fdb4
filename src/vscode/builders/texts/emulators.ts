import { l10n } from '../../shared/l10n.ts';

/** The texts about emulators. */
export const emulatorTexts = {
  title: (builder: string) => l10n.t('Emulators of Builder “{0}”', builder),
  placeholder: () => l10n.t('Select platforms that do not run to install emulators for them'),
  checking: () => l10n.t('checking…'),
  native: () => l10n.t('native'),
  emulated: () => l10n.t('runs under emulation'),
  runs: () => l10n.t('runs'),
  missing: () => l10n.t('does not run: no emulator'),
  question: (platforms: string) => l10n.t('Install emulators for {0}?', platforms),
  whatHappens: (engine: string) =>
    l10n.t(
      'A privileged container on {0} registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:',
      engine,
    ),
  forHowLong: () =>
    l10n.t(
      'On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.',
    ),
  install: () => l10n.t('Install'),
  copyCommand: () => l10n.t('Copy Command'),
  setUpBuilder: () => l10n.t('Set Up a Builder…'),
  installing: (platforms: string) => l10n.t('Installing emulators for {0}', platforms),
  verifying: (platforms: string) => l10n.t('Checking whether {0} now runs', platforms),
  runsNow: (platforms: string, builder: string) => l10n.t('{0} now runs on builder “{1}”.', platforms, builder),
  stillNot: (platforms: string, builder: string) =>
    l10n.t('Emulators were installed, but {0} still does not run on builder “{1}”.', platforms, builder),
  kubernetes: (builder: string) =>
    l10n.t(
      'Builder “{0}” runs in Kubernetes. To get emulators, set up a builder with the driver option qemu.install=true.',
      builder,
    ),
  cloud: (builder: string) =>
    l10n.t(
      'Builder “{0}” is in the cloud, where every platform that it offers runs natively. There is nothing to install.',
      builder,
    ),
  elsewhere: (builder: string, command: string) =>
    l10n.t('Docker cannot reach the machine of builder “{0}” from here. Run this command there: {1}', builder, command),
};
