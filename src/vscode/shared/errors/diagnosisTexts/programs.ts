import type { SafeText } from '../../../../domain/safeText.ts';
import type { Texts, Words } from './words.ts';
import { l10n } from '../../l10n.ts';

type Codes =
  | 'emulatorLimit'
  | 'cpuLevel'
  | 'pageSize'
  | 'libcMismatch'
  | 'nativeModule'
  | 'packageLacksPlatform'
  | 'crossCompiler';

/** Programs, libraries and packages that do not match the platform of their step. */
export const programTexts: Pick<Texts, Codes> = {
  emulatorLimit: (words) => ({ message: limit(words), advice: limitAdvice(words) }),
  cpuLevel: (words) => ({
    message: level(words),
    advice: l10n.t(
      'Use an image or build options for an older level (such as GOAMD64=v1 or -march=x86-64), or a builder with a newer processor. If the step is emulated, newer emulators may be enough.',
    ),
  }),
  pageSize: ({ platform }) => ({
    message:
      platform === undefined
        ? l10n.t('A program does not support the memory page size of the builder’s kernel.')
        : l10n.t('A program does not support the memory page size of the builder’s {0} kernel.', platform),
    advice: l10n.t(
      'Use a version that is built for 16 or 64 KB pages (for jemalloc: --with-lg-page=16), or a kernel with 4 KB pages.',
    ),
  }),
  libcMismatch: (words) => ({ message: mismatch(words), advice: mismatchAdvice(words) }),
  nativeModule: ({ found, platform }) => ({
    message: wrongModule(found, platform),
    advice: l10n.t(
      'Add “node_modules” to .dockerignore and install packages in the image. The lock file must list the packages of all platforms; if it does not, create it again.',
    ),
  }),
  packageLacksPlatform: ({ found, platform }) => ({
    message: lacking(found, platform),
    advice: l10n.t(
      'Use a version or source that has it for this platform, select it by $TARGETARCH in the Dockerfile, or remove the platform.',
    ),
  }),
  crossCompiler: ({ found, platform }) => ({
    message: wrongCompiler(found, platform),
    advice: l10n.t(
      'Install a cross compiler and set CC to it, disable cgo (CGO_ENABLED=0), or run this stage on the target platform.',
    ),
  }),
};

function limit({ platform, reason }: Words): SafeText {
  if (reason === 'narrow') {
    return platform === undefined
      ? l10n.t('An emulated 32-bit program cannot read the file system of the 64-bit machine.')
      : l10n.t('An emulated program for {0} cannot read the file system of the 64-bit machine.', platform);
  }
  return platform === undefined
    ? l10n.t('The emulator does not support what a program requested.')
    : l10n.t('The emulator for {0} does not support what a program requested.', platform);
}

function limitAdvice({ reason }: Words): SafeText {
  return reason === 'narrow'
    ? l10n.t('Use a native builder, cross-compile, or work in a tmpfs: “RUN --mount=type=tmpfs,target=…”.')
    : l10n.t('Other emulator versions may work better. A native builder or cross-compiling avoids them.');
}

function level({ found, platform, reason }: Words): SafeText {
  if (found !== undefined) {
    return platform === undefined
      ? l10n.t('A program needs a processor of level {0}, but the builder’s is older.', found)
      : l10n.t('A program needs a {1} processor of level {0}, but the builder’s is older.', found, platform);
  }
  return reason === 'instruction'
    ? l10n.t('A program used an instruction that the builder’s processor does not have.')
    : l10n.t('A program needs a newer processor than the builder’s.');
}

function mismatch({ path, found, reason }: Words): SafeText {
  if (path === undefined) {
    return reason === 'loader' && found !== undefined
      ? l10n.t('A program cannot start, because the image does not have its loader {0}.', found)
      : found === undefined
        ? l10n.t('A program is not compatible with the image’s C library.')
        : l10n.t('A program needs {0}, which the image’s C library does not have.', found);
  }
  if (reason === 'loader' || found === undefined) {
    return l10n.t('{path} exists, but what starts it does not: its loader, or the interpreter of its first line.', {
      path,
    });
  }
  return l10n.t('{path} needs {found}, which the image’s C library does not have.', { path, found });
}

function mismatchAdvice({ reason }: Words): SafeText {
  return reason === 'loader'
    ? l10n.t(
        'Programs for glibc (Debian, Ubuntu) do not start on musl (Alpine), and vice versa. Use the same base image to build it and to run it, or link it statically.',
      )
    : l10n.t(
        'Build it on the same or an older distribution than it runs on, link it statically, or use a newer base image. Alpine (musl) does not run programs for glibc.',
      );
}

function wrongModule(found: string | undefined, platform: string | undefined): SafeText {
  if (found === undefined) {
    return platform === undefined
      ? l10n.t('A package in the image has native code for another platform, or none for this one.')
      : l10n.t('A package in the image has no native code for {0}.', platform);
  }
  return platform === undefined
    ? l10n.t('The native code of {0} is missing or is for another platform.', found)
    : l10n.t('The native code of {0} is missing for {1}, or is for another platform.', found, platform);
}

function lacking(found: string | undefined, platform: string | undefined): SafeText {
  if (found === undefined) {
    return platform === undefined
      ? l10n.t('A package is not published for this platform.')
      : l10n.t('A package is not published for {0}.', platform);
  }
  return platform === undefined
    ? l10n.t('{0} was not found for this platform.', found)
    : l10n.t('{0} was not found for {1}.', found, platform);
}

function wrongCompiler(found: string | undefined, platform: string | undefined): SafeText {
  if (found === undefined) {
    return l10n.t('The C compiler in the image does not produce code for the requested platform.');
  }
  return platform === undefined
    ? l10n.t('C code is compiled for another platform than the compiler in the image produces code for ({0}).', found)
    : l10n.t(
        'C code is compiled for another platform than the compiler in this {1} image produces code for ({0}).',
        found,
        platform,
      );
}
