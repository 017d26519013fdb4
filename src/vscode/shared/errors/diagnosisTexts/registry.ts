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

/** What registries answer, or that they do not. */
export const registryTexts: Pick<Texts, Codes> = {
  registryLoginRequired: (words) => ({
    message: l10n.t('You are not logged in to {registry}, or it did not accept your password.', {
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
        ? l10n.t('Put the name of your account or organization in front of it, such as NAME/app.')
        : words.command === undefined
          ? l10n.t('Check the image’s name and whether your account has access to it.')
          : l10n.t(
              'Check the image’s name and whether your account has access to it, or log in with another one: “{command}”.',
              { command: words.command },
            ),
  }),
  registryUnreachable: unreachable,
  registryPlainHttp: (words) => ({
    message: l10n.t('{registry} speaks plain HTTP, but Docker expects HTTPS.', { registry: named(words) }),
    advice: ownConfig(words)
      ? l10n.t('If that is intended, create the builder with a buildkitd.toml that says http = true for this registry.')
      : l10n.t(
          'If that is intended, add the registry to “insecure-registries” in the settings of the Docker engine (daemon.json) and restart it.',
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
        ? l10n.t('{0} refused what was sent or asked for.', named(words))
        : words.image === undefined
          ? l10n.t('{registry} answered with something that is not what it was asked for.', { registry: named(words) })
          : l10n.t('{registry} answered with something that is not {image}.', {
              registry: named(words),
              image: words.image,
            }),
    advice:
      words.reason === 'refused' && words.detail !== undefined
        ? l10n.t('Docker said: {detail}.', { detail: words.detail })
        : l10n.t(
            'Nothing of it was used. Try again later; a proxy in between can change answers too. The log has the details.',
          ),
  }),
  repositoryNotFound: (words) => ({
    message:
      words.image === undefined
        ? l10n.t('{registry} does not have this repository.', { registry: named(words) })
        : l10n.t('{registry} has no repository for {image}.', { registry: named(words), image: words.image }),
    advice: l10n.t('Create the repository there first, or change the image’s name.'),
  }),
  imageNotFound: ({ image }) => ({
    message:
      image === undefined ? l10n.t('The image was not found.') : l10n.t('The image {image} was not found.', { image }),
    advice: l10n.t('Check its name and tag.'),
  }),
  imageChanged: ({ image }) => ({
    message:
      image === undefined
        ? l10n.t('Somebody has pushed the image anew in the meantime, so nothing was changed.')
        : l10n.t('Somebody has pushed {image} anew in the meantime, so nothing was changed.', { image }),
    advice: l10n.t('Look at what it is now, and try again.'),
  }),
};

function limited(words: Words): SafeText {
  const [registry, minutes] = [named(words), words.minutes ?? ''];
  if (words.reason === 'booting') {
    return l10n.t('The builder’s own image cannot be pulled: your limit at {registry} is used up.', {
      registry: within(words),
    });
  }
  return minutes === ''
    ? l10n.t('{registry} takes no more requests for now: your limit is used up.', { registry })
    : minutes === '1'
      ? l10n.t('{registry} takes no more requests for a minute: your limit is used up.', { registry })
      : l10n.t('{registry} takes no more requests for {minutes} minutes: your limit is used up.', {
          registry,
          minutes,
        });
}

function denied(words: Words): SafeText {
  const registry = named(words);
  if (words.reason === 'namespace' && words.image !== undefined) {
    return l10n.t('{registry} does not let you push {image}: names without a namespace are Docker’s own.', {
      registry,
      image: words.image,
    });
  }
  if (words.reason === 'push') {
    return words.image === undefined
      ? l10n.t('{registry} does not let you push there.', { registry })
      : l10n.t('{registry} does not let you push {image}.', { registry, image: words.image });
  }
  return words.image === undefined
    ? l10n.t('{registry} does not let you read this image.', { registry })
    : l10n.t('{registry} does not let you read {image}.', { registry, image: words.image });
}

function unreachable(words: Words): Explanation {
  const registry = named(words);
  switch (words.reason ?? '') {
    case 'name':
      return {
        message: l10n.t('{registry} cannot be reached: no machine of that name is known.', { registry }),
        advice: l10n.t('Check the name, and whether the network, VPN or proxy that it needs is there.'),
      };
    case 'loopback':
      return {
        message: l10n.t(
          'The builder cannot reach {registry}: inside its container, that address is the container itself.',
          { registry: within(words) },
        ),
        advice: l10n.t(
          'Create the builder with “--driver-opt network=host”, or name the registry by an address that other machines can use.',
        ),
      };
    case 'broken':
      return {
        message: l10n.t('{registry} broke the connection off or reported an error of its own.', { registry }),
        advice: l10n.t('Build again later; what was done is in the cache.'),
      };
    default:
      return {
        message: l10n.t('{registry} does not answer.', { registry }),
        advice: l10n.t('Check that it runs, and whether the network, VPN or proxy that it needs is there.'),
      };
  }
}

/** Builders in containers and elsewhere do not read the engine's settings (docker/buildx#163). */
export function ownConfig({ driver }: Words): boolean {
  return driver !== undefined && driver !== 'docker';
}
