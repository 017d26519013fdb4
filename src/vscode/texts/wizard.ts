import type { SafeText } from '../../domain/safeText.ts';
import type { Capability } from '../../domain/builder/capability.ts';
import type { PlatformProblem } from '../../domain/platform.ts';
import type { ReferenceProblem } from '../../domain/image/reference.ts';
import type { ImageOrigin } from '../../domain/sources/suggestImages.ts';
import type { BuilderChoice, PlatformHow } from '../wizard/deps.ts';
import { l10n } from '../shared/l10n.ts';

type Refusal = Extract<Capability, { ok: false }>;

/** What is wrong with a text that should be a platform. */
export function platformProblemText(problem: PlatformProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a platform is needed, such as linux/arm64');
    case 'tooManyParts':
      return l10n.t('a platform has at most three parts: system/architecture/variant');
    case 'invalidPart':
      return problem.part === ''
        ? l10n.t('a part is empty; a platform looks like linux/arm64')
        : l10n.t('"{0}" cannot be part of a platform; only letters, digits, ".", "_" and "-" can', problem.part);
    case 'wildcard':
      return l10n.t('"*" cannot be used; tick every platform that is wanted');
    case 'unknown':
      return problem.suggestion === undefined
        ? l10n.t('no platform; one looks like linux/arm64')
        : l10n.t('no platform; did you mean {0}?', problem.suggestion);
  }
}

/** What is wrong with a text that should be an image's name. */
export function referenceProblemText(problem: ReferenceProblem): SafeText {
  switch (problem.code) {
    case 'empty':
      return l10n.t('a name is needed, such as registry.example.com/team/app:1.0');
    case 'whitespace':
      return l10n.t('a name cannot contain blanks');
    case 'scheme':
      return problem.suggestion === undefined
        ? l10n.t('leave out "{0}": a name begins with the registry', problem.part)
        : l10n.t('leave out "{0}": {1}', problem.part, problem.suggestion);
    case 'uppercase':
      return l10n.t('a name is written in lower case: {0}', problem.suggestion);
    case 'imageId':
      return l10n.t('this is the ID of an image; a name is needed');
    case 'invalidDomain':
      return l10n.t('"{0}" is no name of a registry', problem.part);
    case 'invalidPort':
      return l10n.t('"{0}" is no port; one is a number up to 65535', problem.part);
    case 'invalidPath':
      return problem.part === ''
        ? l10n.t('something is missing before or after a "/"')
        : l10n.t(
            '"{0}" cannot be part of a name; only lower-case letters and digits, joined by ".", "_" or "-", can',
            problem.part,
          );
    case 'invalidTag':
      return problem.part === ''
        ? l10n.t('the tag after ":" is missing')
        : l10n.t(
            '"{0}" is no tag; one has letters, digits, "_", "." and "-", and begins with none of the last two',
            problem.part,
          );
    case 'tagTooLong':
      return l10n.t('a tag has at most 128 characters');
    case 'invalidDigest':
      return l10n.t('"{0}" is no digest; and an image that is built cannot be given one', problem.part);
    case 'tooLong':
      return l10n.t('a name has at most 255 characters');
  }
}

/** How a builder would make a platform, in a few words. */
export function howText({ how, node, reason }: PlatformHow, platform: string, builder: BuilderChoice): SafeText {
  const name = builder.nodeCount > 1 ? node : undefined;
  switch (how) {
    case 'native':
      return name === undefined ? l10n.t('native') : l10n.t('native on {0}', name);
    case 'emulated':
      return name === undefined ? l10n.t('emulated') : l10n.t('emulated on {0}', name);
    case 'nobody': {
      const [os = '', ...architecture] = platform.split('/');
      if (os !== 'linux') {
        return l10n.t('not possible: builder {0} has no {1} node', builder.name, os);
      }
      if (reason === 'emulatorGone') {
        return l10n.t('not possible: the emulator for {0} is gone', architecture.join('/'));
      }
      return reason === 'noEmulator'
        ? l10n.t('not possible: no emulator for {0} on builder {1}', architecture.join('/'), builder.name)
        : l10n.t('not possible on builder {0}', builder.name);
    }
    case 'unknown':
      return reason === 'notStarted'
        ? l10n.t('unknown until builder {0} has started', builder.name)
        : l10n.t('unknown');
  }
}

/** Why driver and image store cannot do it. */
export function refusalText({ reason }: Refusal, builder: BuilderChoice, platforms: number): SafeText {
  switch (reason) {
    case 'classicStore':
      return platforms > 1
        ? l10n.t(
            'not possible: the classic image store of the engine cannot hold several platforms (builder {0})',
            builder.name,
          )
        : l10n.t('not possible with the classic image store of the engine (builder {0})', builder.name);
    case 'severalPlatformsNotLoadable':
      return l10n.t('not possible: the engine can take only one platform from builder {0}', builder.name);
    case 'driver':
      return l10n.t('not possible with several nodes: builder {0} can only push the result', builder.name);
  }
}

/** What can be done instead. */
export function wayOutText(wayOut: Refusal['wayOut'] | 'name'): SafeText {
  switch (wayOut) {
    case 'createBuilder':
      return l10n.t('Create a builder named multiarch and use it');
    case 'push':
      return l10n.t('Push to a registry instead');
    case 'onePlatform':
      return l10n.t('Choose one platform');
    case 'name':
      return l10n.t('Name the image');
  }
}

/** Where a suggested name comes from. */
export function originText(origin: ImageOrigin): SafeText {
  switch (origin.from) {
    case 'answer':
      return l10n.t('as before');
    case 'lastBuild':
      return l10n.t('last build');
    case 'setting':
      return l10n.t('setting multiarch.image');
    case 'definition':
      return l10n.t('from the file');
    case 'version':
      return l10n.t('version of the sources (git describe)');
    case 'folder':
      return l10n.t('name of the folder, no registry yet');
    case 'workload':
      return origin.name === ''
        ? l10n.t('used by a {0}', origin.kind)
        : l10n.t('used by {0} {1}', origin.kind, origin.name);
  }
}
