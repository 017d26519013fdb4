import type { SafeText } from '../../../../domain/safeText.ts';
import { named, within } from './registryName.ts';
import type { Explanation, Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'registryLoginRequired'
  | 'registryAccessDenied'
  | 'registryUnreachable'
  | 'registryPlainHttp'
  | 'registryRateLimit'
  | 'registryAnswerWrong'
  | 'repositoryNotFound'
  | 'imageNotFound'
  | 'imageChanged';

/** Responses of registries, or missing ones. */
export const registryTexts: Pick<Texts, Codes> = {
  registryLoginRequired: (words) => ({
    message: l10n.t('You are not logged in to {registry}, or it rejected your password.', {
      registry: within(words),
    }),
    advice:
      words.command === undefined
        ? l10n.t('Log in with “docker login” and build again.')
        : l10n.t('Log in with “{command}” and build again.', { command: words.command }),
  }),
  registryAccessDenied: (words) => ({
    message: denied(words),
    advice:
      words.reason === 'namespace'
        ? l10n.t('Add your account or organization name in front of it, such as NAME/app.')
        : words.command === undefined
          ? l10n.t('Check the image name and whether your account has access to it.')
          : l10n.t(
              'Check the image name and whether your account has access to it, or log in with another account: “{command}”.',
              { command: words.command },
            ),
  }),
  registryUnreachable: unreachable,
  registryPlainHttp: (words) => ({
    message: l10n.t('{registry} uses plain HTTP, but Docker expects HTTPS.', { registry: named(words) }),
    advice: ownConfig(words)
      ? l10n.t('If this is intended, create the builder with a buildkitd.toml that sets http = true for this registry.')
      : l10n.t(
          'If this is intended, add the registry to “insecure-registries” in the settings of the Docker engine (daemon.json) and restart it.',
        ),
  }),
  registryRateLimit: (words) => ({
    message: limited(words),
    advice:
      words.command === undefined
        ? l10n.t('Wait a while, or log in: accounts have a higher limit.')
        : l10n.t('Wait a while, or log in with “{command}”: accounts have a higher limit.', { command: words.command }),
  }),
  registryAnswerWrong: (words) => ({
    message:
      words.reason === 'refused'
        ? l10n.t('{0} rejected what was sent or requested.', named(words))
        : words.image === undefined
          ? l10n.t('{registry} returned something other than what was requested.', { registry: named(words) })
          : l10n.t('{registry} returned something other than {image}.', {
              registry: named(words),
              image: words.image,
            }),
    advice:
      words.reason === 'refused' && words.detail !== undefined
        ? l10n.t('Docker reported: {detail}.', { detail: words.detail })
        : l10n.t(
            'The response was not used. Try again later. A proxy in between can also change responses. The log has the details.',
          ),
  }),
  repositoryNotFound: (words) => ({
    message:
      words.image === undefined
        ? l10n.t('{registry} does not have this repository.', { registry: named(words) })
        : l10n.t('{registry} has no repository for {image}.', { registry: named(words), image: words.image }),
    advice: l10n.t('Create the repository there first, or change the image name.'),
  }),
  imageNotFound: ({ image }) => ({
    message:
      image === undefined ? l10n.t('The image was not found.') : l10n.t('The image {image} was not found.', { image }),
    advice: l10n.t('Check its name and tag.'),
  }),
  imageChanged: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t('The image was pushed again in the meantime, so nothing was changed.')
        : l10n.t('{image} was pushed again in the meantime, so nothing was changed.', { image }),
    advice: l10n.t('Check what it is now, and try again.'),
  }),
};

function limited(words: Words): SafeText {
  const [registry, minutes] = [named(words), words.minutes ?? ''];
  if (words.reason === 'booting') {
    return l10n.t('The builder’s own image cannot be pulled: you have reached your limit at {registry}.', {
      registry: within(words),
    });
  }
  return minutes === ''
    ? l10n.t('{registry} accepts no more requests for now: you have reached your limit.', { registry })
    : minutes === '1'
      ? l10n.t('{registry} accepts no more requests for a minute: you have reached your limit.', { registry })
      : l10n.t('{registry} accepts no more requests for {minutes} minutes: you have reached your limit.', {
          registry,
          minutes,
        });
}

function denied(words: Words): SafeText {
  const registry = named(words);
  if (words.reason === 'namespace' && words.image !== undefined) {
    return l10n.t('{registry} does not allow you to push {image}: names without a namespace are reserved for Docker.', {
      registry,
      image: words.image,
    });
  }
  if (words.reason === 'push') {
    return words.image === undefined
      ? l10n.t('{registry} does not allow you to push there.', { registry })
      : l10n.t('{registry} does not allow you to push {image}.', { registry, image: words.image });
  }
  return words.image === undefined
    ? l10n.t('{registry} does not allow you to read this image.', { registry })
    : l10n.t('{registry} does not allow you to read {image}.', { registry, image: words.image });
}

function unreachable(words: Words): Explanation {
  const registry = named(words);
  switch (words.reason ?? '') {
    case 'name':
      return {
        message: l10n.t('{registry} cannot be reached: its host name is unknown.', { registry }),
        advice: l10n.t('Check the name, and the network, VPN or proxy that it needs.'),
      };
    case 'loopback':
      return {
        message: l10n.t(
          'The builder cannot reach {registry}: inside its container, that address is the container itself.',
          { registry: within(words) },
        ),
        advice: l10n.t(
          'Create the builder with “--driver-opt network=host”, or use a registry address that other machines can reach.',
        ),
      };
    case 'broken':
      return {
        message: l10n.t('{registry} closed the connection or reported an internal error.', { registry }),
        advice: l10n.t('Build again later. Completed steps are in the cache.'),
      };
    default:
      return {
        message: l10n.t('{registry} is not responding.', { registry }),
        advice: l10n.t('Check that it is running, and the network, VPN or proxy that it needs.'),
      };
  }
}

/** Only the docker driver reads the engine's settings (docker/buildx#163). */
export function ownConfig({ driver }: Words): boolean {
  return driver !== undefined && driver !== 'docker';
}
