import { remoteBuildKit, remoteEngine } from './remote.ts';
import type { Texts } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'dockerNotFound'
  | 'engineNotRunning'
  | 'engineAccessDenied'
  | 'engineLost'
  | 'buildxMissing'
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
    advice: l10n.t('Install it, or say where its command-line program is in the setting “multiarch.docker.path”.'),
  }),
  engineNotRunning: (words) =>
    words.host === undefined
      ? {
          message:
            words.path === undefined
              ? l10n.t('The Docker engine does not answer.')
              : l10n.t('The Docker engine at {path} does not answer.', { path: words.path }),
          advice: l10n.t('Start Docker and build again: Docker Desktop, or “sudo systemctl start docker” on Linux.'),
        }
      : remoteEngine(words),
  engineAccessDenied: ({ host }) => ({
    message:
      host === undefined
        ? l10n.t('You are not allowed to use the Docker engine of this machine.')
        : l10n.t('You are not allowed to use the Docker engine on {0}.', host),
    advice:
      host === undefined
        ? l10n.t(
            'On Linux, add yourself to the group “docker” with “sudo usermod -aG docker $USER”, then log out and in again.',
          )
        : l10n.t('Add the user that SSH logs in as to the group “docker” of that machine.'),
  }),
  engineLost: () => ({
    message: l10n.t('The Docker engine or its builder stopped answering in the middle of the build.'),
    advice: l10n.t('Check that it still runs and has enough memory, then build again.'),
  }),
  buildxMissing: () => ({
    message: l10n.t('Buildx, Docker’s build plugin, is missing.'),
    advice: l10n.t('It comes with Docker Desktop; on Linux, install the package “docker-buildx-plugin”.'),
  }),
  builderNotFound: ({ builder }) => ({
    message:
      builder === undefined
        ? l10n.t('The builder was not found.')
        : l10n.t('There is no builder named {builder}.', { builder }),
    advice: l10n.t(
      'Create one, or name another one in the setting “multiarch.builder”. “docker buildx ls” shows those that exist.',
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
          ...(detail !== undefined && { advice: l10n.t('Docker said: {detail}.', { detail }) }),
        }
      : remoteBuildKit(words);
  },
  builderExists: ({ builder }) => ({
    message:
      builder === undefined
        ? l10n.t('There is already a builder or a Docker context of that name.')
        : l10n.t('There is already a builder or a Docker context named {builder}.', { builder }),
    advice: l10n.t('Choose another name.'),
  }),
  builderInvalid: ({ reason, detail }) => ({
    message:
      reason === 'lastNode'
        ? l10n.t('The last node of a builder cannot be removed.')
        : l10n.t('A builder cannot be made like this.'),
    ...(reason === 'lastNode'
      ? { advice: l10n.t('Remove the builder instead.') }
      : detail !== undefined && { advice: l10n.t('This was not understood: {detail}.', { detail }) }),
  }),
  multiPlatformUnsupported: () => ({
    message: l10n.t(
      'Docker’s own builder cannot build for several platforms at once with the way this engine stores images.',
    ),
    advice: l10n.t(
      'Create a separate builder, build for one platform, or turn on the containerd image store in Docker’s settings.',
    ),
  }),
  loadMultiPlatformUnsupported: () => ({
    message: l10n.t('An image for several platforms cannot be loaded into this Docker engine.'),
    advice: l10n.t(
      'Push it instead, build for one platform, or turn on the containerd image store in Docker’s settings.',
    ),
  }),
  exporterUnsupported: ({ found, driver, reason }) => ({
    message:
      reason === 'attestations'
        ? l10n.t('This output cannot hold attestations.')
        : driver === 'docker' && found !== undefined
          ? l10n.t('Docker’s own builder cannot do this with the way this engine stores images: {found}.', { found })
          : l10n.t('The builder in use cannot write this kind of result.'),
    advice:
      reason === 'attestations'
        ? l10n.t('Push the image instead, or build without attestations: “--provenance=false --sbom=false”.')
        : l10n.t('Use a builder with the docker-container driver, or choose another output.'),
  }),
};
