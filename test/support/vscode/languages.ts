import { loud } from './loud.ts';
import { fault, onReset } from './session.ts';
import { Uri } from './uri.ts';
import type { CodeLens } from './values.ts';

interface LensProvider {
  readonly onDidChangeCodeLenses?: (listener: () => void) => unknown;
  readonly provideCodeLenses: (document: { readonly uri: Uri }) => Promise<readonly CodeLens[]>;
}

interface LensCommand {
  readonly title: string;
  readonly command: string;
}

let lenses: LensProvider | undefined;
onReset(() => {
  lenses = undefined;
});

function provider(): LensProvider {
  if (!lenses) {
    throw fault('no provider of lenses is registered');
  }
  return lenses;
}

/** The lenses of a file, one line each: `line: title → command`. */
export async function lensesOf(file: string): Promise<readonly string[]> {
  const found = await provider().provideCodeLenses({ uri: Uri.file(file) });
  return found.map(({ range, command }) => {
    const { title, command: id } = command as LensCommand;
    return `${range.start.line + 1}: ${title} → ${id}`;
  });
}

/** Calls back when VS Code would ask for lenses again. */
export function onLensesChanged(changed: () => void): void {
  provider().onDidChangeCodeLenses?.(changed);
}

export const languages = loud('languages', {
  registerCodeLensProvider: (_files: unknown, own: LensProvider) => {
    lenses = own;
    return {
      dispose: () => {
        lenses = undefined;
      },
    };
  },
});
