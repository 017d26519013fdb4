import { oldestBuildx } from '../../../../domain/builder/oldBuildx.ts';
import { remoteBuildKit, remoteEngine } from './remote.ts';
import type { Texts } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'dockerNotFound'
  | 'engineNotRunning'
  | 'engineAccessDenied'
  | 'engineLost'
  | 'buildxMissing'
  | 'buildxTooOld'
  | 'builderNotFound'
  | 'builderFailed'
  | 'builderExists'
  | 'builderInvalid'
  | 'multiPlatformUnsupported'
  | 'loadMultiPlatformUnsupported'
  | 'exporterUnsupported';

/** Docker itself, and the builder. */
export const dockerTexts: Pick<Texts, Codes> = {
  dockerNotFound: () => ({
    message: l10n.t('Docker was not found on this machine.'),
    advice: l10n.t('Install it, or set the path of its command-line program in the setting “multiarch.docker.path”.'),
  }),
  engineNotRunning: (words) =>
    words.host === undefined
      ? {
          message:
            words.path === undefined
              ? l10n.t('The Docker engine is not responding.')
              : l10n.t('The Docker engine at {path} is not responding.', { path: words.path }),
          advice: l10n.t('Start Docker and build again: Docker Desktop, or “sudo systemctl start docker” on Linux.'),
        }
      : remoteEngine(words),
  engineAccessDenied: ({ host }) => ({
    message:
      host === undefined
        ? l10n.t('You do not have permission to use the Docker engine on this machine.')
        : l10n.t('You do not have permission to use the Docker engine on {0}.', host),
    advice:
      host === undefined
        ? l10n.t(
            'On Linux, add yourself to the “docker” group with “sudo usermod -aG docker $USER”, then log out and in again.',
          )
        : l10n.t('Add the user of the SSH login to the “docker” group on that machine.'),
  }),
  engineLost: () => ({
    message: l10n.t('The Docker engine or its builder stopped responding during the build.'),
    advice: l10n.t('Check that it is still running and has enough memory, then build again.'),
  }),
  buildxMissing: () => ({
    message: l10n.t('Buildx, Docker’s build plugin, is not installed.'),
    advice: l10n.t('It is part of Docker Desktop. On Linux, install the package “docker-buildx-plugin”.'),
  }),
  buildxTooOld: ({ found = '', reason, property, wanted = oldestBuildx }) => ({
    message:
      property !== undefined
        ? l10n.t('Buildx {0} does not support “{1}” in this build.', found, property)
        : reason === 'ociLayout'
          ? l10n.t('Buildx {0} cannot write an OCI layout.', found)
          : l10n.t('Buildx {0} cannot keep, add or remove platforms of a tag.', found),
    advice: l10n.t('Update Buildx to {0} or newer.', wanted),
  }),
  builderNotFound: ({ builder }) => ({
    message:
      builder === undefined
        ? l10n.t('The builder was not found.')
        : l10n.t('There is no builder named {builder}.', { builder }),
    advice: l10n.t(
      'Create one, or select another one in the setting “multiarch.builder”. “docker buildx ls” lists the existing builders.',
    ),
  }),
  builderFailed: (words) => {
    const { builder, host, detail } = words;
    return host === undefined
      ? {
          message:
            builder === undefined
              ? l10n.t('The builder could not be started.')
              : l10n.t('The builder {builder} could not be started.', { builder }),
          ...(detail !== undefined && { advice: l10n.t('Docker reported: {detail}.', { detail }) }),
        }
      : remoteBuildKit(words);
  },
  builderExists: ({ builder }) => ({
    message:
      builder === undefined
        ? l10n.t('A builder or Docker context with that name already exists.')
        : l10n.t('A builder or Docker context named {builder} already exists.', { builder }),
    advice: l10n.t('Choose another name.'),
  }),
  builderInvalid: ({ reason, detail }) => ({
    message:
      reason === 'lastNode'
        ? l10n.t('The last node of a builder cannot be removed.')
        : l10n.t('A builder cannot be created like this.'),
    ...(reason === 'lastNode'
      ? { advice: l10n.t('Remove the builder instead.') }
      : detail !== undefined && { advice: l10n.t('Could not parse: {detail}.', { detail }) }),
  }),
  multiPlatformUnsupported: () => ({
    message: l10n.t('Docker’s own builder cannot build for several platforms at once with this engine’s image store.'),
    advice: l10n.t(
      'Create a separate builder, build for one platform, or enable the containerd image store in Docker’s settings.',
    ),
  }),
  loadMultiPlatformUnsupported: () => ({
    message: l10n.t('A multi-platform image cannot be loaded into this Docker engine.'),
    advice: l10n.t(
      'Push it instead, build for one platform, or enable the containerd image store in Docker’s settings.',
    ),
  }),
  exporterUnsupported: ({ found, driver, reason }) => ({
    message:
      reason === 'attestations'
        ? l10n.t('This output cannot hold attestations.')
        : driver === 'docker' && found !== undefined
          ? l10n.t('Docker’s own builder cannot do this with this engine’s image store: {found}.', { found })
          : l10n.t('The current builder does not support this output.'),
    advice:
      reason === 'attestations'
        ? l10n.t('Push the image instead, or build without attestations: “--provenance=false --sbom=false”.')
        : l10n.t('Use a builder with the docker-container driver, or choose another output.'),
  }),
};
