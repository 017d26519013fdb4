import { getL10nJson } from '@vscode/l10n-dev';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Collects the sentences of `src` into `l10n/bundle.l10n.json`. The collector searches for `l10n` of the module `vscode`; ours wraps it and
 * makes its arguments safe.
 */
const root = path.join(import.meta.dirname, '..');
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => ({
    extension: '.ts',
    contents: readFileSync(path.join(root, 'src', file), 'utf8').replace(
      / from '[./]+\/(?:shared\/)?l10n\.ts';/,
      " from 'vscode';",
    ),
  }));
const sentences = await getL10nJson(files);
writeFileSync(path.join(root, 'l10n/bundle.l10n.json'), JSON.stringify(sentences, undefined, 2));
