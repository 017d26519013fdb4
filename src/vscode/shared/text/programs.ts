import { longestPiece, safeText, text, type SafeText } from '../../../domain/safeText.ts';
import type { Mislabelled } from '../../../domain/build/report.ts';
import type { StartedProgram } from '../../../domain/inside/inside.ts';
import { l10n } from '../l10n.ts';

const longestName = 200;

/** An untrusted path from an image. */
export function programPath(path: string): SafeText {
  return safeText(path, longestName);
}

/** The platform of a program in one or two words: `amd64`, `Windows arm64`. */
export function programKind({ format, architecture }: StartedProgram): SafeText {
  switch (format) {
    case 'macho':
      return architecture === undefined ? text`macOS` : text`macOS ${architecture}`;
    case 'pe':
      return architecture === undefined ? text`Windows` : text`Windows ${architecture}`;
    case 'wasm':
      return text`WebAssembly`;
    case 'elf':
      return architecture === undefined ? l10n.t('an unknown architecture') : safeText(architecture, longestPiece);
  }
}

/** The message that a single-platform image starts a program for another platform. */
export function mislabelledText(image: string, { platform, ...started }: Mislabelled): SafeText {
  const path = programPath(started.program);
  const { format, architecture } = started;
  if (format === 'elf' && architecture === undefined) {
    return l10n.t('{0} is labelled {1}, but {2} is a program for an unknown architecture.', image, platform, path);
  }
  const kind = programKind(started);
  return /^(?:a|s390)/.test(kind)
    ? l10n.t('{0} is labelled {1}, but {2} is an {3} program.', image, platform, path, kind)
    : l10n.t('{0} is labelled {1}, but {2} is a {3} program.', image, platform, path, kind);
}
