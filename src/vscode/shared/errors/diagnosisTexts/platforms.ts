import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'platformUnsupported'
  | 'emulatorMissing'
  | 'emulatorsNotInstalled'
  | 'emulatorCrashed'
  | 'baseImageOtherPlatform'
  | 'baseImageLacksPlatform'
  | 'baseImageNotFound'
  | 'contentMissing'
  | 'programOtherPlatform';

/** Incompatible platforms of the builder, the base image, or a program. */
export const platformTexts: Pick<Texts, Codes> = {
  platformUnsupported: ({ platform, builder }) => ({
    message: unsupported(platform, builder),
    advice: l10n.t(
      'There is no emulator for it. Remove the platform, cross-compile, or use a builder with such a machine.',
    ),
  }),
  emulatorMissing: ({ platform }) => ({
    message:
      platform === undefined
        ? l10n.t('The builder cannot run programs for this platform, because it has no emulator for it.')
        : l10n.t('The builder cannot run programs for {platform}, because it has no emulator for that platform.', {
            platform,
          }),
    advice: l10n.t('Install emulators, cross-compile, or use a builder with a machine of that architecture.'),
  }),
  emulatorsNotInstalled: ({ platform, detail }) => ({
    message:
      platform === undefined
        ? l10n.t('Emulators could not be installed.')
        : l10n.t('Emulators for {platform} could not be installed.', { platform }),
    ...(detail !== undefined && { advice: l10n.t('The installer reported: {detail}.', { detail }) }),
  }),
  emulatorCrashed: ({ platform }) => ({
    message:
      platform === undefined
        ? l10n.t('A program crashed under emulation.')
        : l10n.t('A program crashed under emulation for {platform}.', { platform }),
    advice: l10n.t('Newer emulators may work better. A machine of that architecture or cross-compiling avoids them.'),
  }),
  baseImageOtherPlatform: (words) => ({ message: otherBase(words), advice: otherBaseAdvice(words) }),
  baseImageLacksPlatform: ({ image, platform, reason }) => ({
    message: reason === 'run' ? noPart(image, platform) : lacking(image, platform),
    advice:
      reason === 'run'
        ? l10n.t('Build and push it for that platform, too.')
        : reason === 'windows'
          ? l10n.t(
              'The engine runs Windows containers. Switch Docker Desktop to Linux containers, or choose an image for this Windows version.',
            )
          : image === undefined
            ? l10n.t('Choose another base image or other platforms.')
            : l10n.t(
                'Choose another base image or other platforms. “docker buildx imagetools inspect {image}” shows its platforms.',
                { image },
              ),
  }),
  baseImageNotFound: ({ image, command }) => ({
    message:
      image === undefined
        ? l10n.t('The base image was not found.')
        : l10n.t('The base image {image} was not found.', { image }),
    advice:
      command === undefined
        ? l10n.t('Check its name and tag. If it is private, log in to its registry first.')
        : l10n.t('Check its name and tag. If it is private, log in first: “{command}”.', { command }),
  }),
  contentMissing: (words) => ({
    message: incomplete(words),
    advice:
      words.reason === 'index'
        ? l10n.t('Choose a platform that it has, or push it for this one, too.')
        : l10n.t(
            'The image store has only one of its platforms. Pull each one with “docker pull --platform”, or export a single one with “docker save --platform”.',
          ),
  }),
  programOtherPlatform: ({ path, platform, found }) => ({
    message: otherProgram(path, platform, found),
    advice: l10n.t(
      'Download, copy or compile it for the target platform. After “ARG TARGETARCH”, $TARGETARCH in the Dockerfile is the target architecture.',
    ),
  }),
};

function unsupported(platform: string | undefined, builder: string | undefined): SafeText {
  if (platform === undefined) {
    return l10n.t('The current builder cannot build for every requested platform.');
  }
  return builder === undefined
    ? l10n.t('The current builder cannot build for {platform}.', { platform })
    : l10n.t('The builder {builder} cannot build for {platform}.', { builder, platform });
}

function otherBase({ image, found, platform, reason }: Words): SafeText {
  if (reason === 'constant' && found !== undefined) {
    return platform === undefined
      ? l10n.t('The Dockerfile always uses the base image for {found}, regardless of the platform that is built.', {
          found,
        })
      : l10n.t('The Dockerfile always uses the base image for {found}, but this build is for {platform}.', {
          found,
          platform,
        });
  }
  if (image !== undefined && found !== undefined && platform !== undefined) {
    return l10n.t('The base image {image} is for {found}, not for {platform}.', { image, found, platform });
  }
  return platform === undefined
    ? l10n.t('The base image is for another platform than this build.')
    : l10n.t('The base image is not for {platform}.', { platform });
}

function otherBaseAdvice({ found, reason }: Words): SafeText {
  return reason === 'constant' && found !== undefined
    ? l10n.t(
        'Remove “--platform={found}” from its FROM line. A stage that only builds can have “--platform=$BUILDPLATFORM”.',
        { found },
      )
    : l10n.t(
        'Choose a base image that offers the platform. A stage that only builds can have “FROM --platform=$BUILDPLATFORM”.',
      );
}

function lacking(image: string | undefined, platform: string | undefined): SafeText {
  if (image !== undefined) {
    return platform === undefined
      ? l10n.t('The base image {image} is not available for every requested platform.', { image })
      : l10n.t('The base image {image} is not available for {platform}.', { image, platform });
  }
  return platform === undefined
    ? l10n.t('A base image is not available for every requested platform.')
    : l10n.t('A base image is not available for {platform}.', { platform });
}

function incomplete({ image, platform, reason, found }: Words): SafeText {
  if (reason === 'index') {
    return noPart(image, platform);
  }
  return found === undefined
    ? l10n.t('Part of the image is not in the image store: the image lists more platforms than the store contains.')
    : l10n.t(
        'Part of the image is not in the image store: the image lists more platforms than the store contains ({0}).',
        found,
      );
}

function noPart(image: string | undefined, platform: string | undefined): SafeText {
  if (image === undefined) {
    return platform === undefined
      ? l10n.t('The image does not contain the requested platform.')
      : l10n.t('The image does not contain {0}.', platform);
  }
  return platform === undefined
    ? l10n.t('{0} does not contain the requested platform.', image)
    : l10n.t('{0} does not contain {1}.', image, platform);
}

function otherProgram(path: string | undefined, platform: string | undefined, found: string | undefined): SafeText {
  if (path !== undefined) {
    return platform === undefined
      ? l10n.t('The program {path} is for another platform than the image.', { path })
      : l10n.t('The program {path} is not for {platform}.', { path, platform });
  }
  return found === undefined
    ? l10n.t('The step runs a program for another platform than the image.')
    : l10n.t('The step runs a program for {found} in an image for another platform.', { found });
}
