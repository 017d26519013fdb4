import { lastWords, type Clues } from '../clues.ts';
import type { Finding } from './rule.ts';

/** buildkit cache/remotecache/export.go; a registry's refusal of a cache is not about the image. */
const writing =
  /error writing (?:manifest|config|layer) blob: |failed to export cache|cache export feature is currently not supported/;
const step = /^(?:\[[^\]\n]{1,200}\] )?exporting cache\b/;

/** The image was built; its cache could not be written. */
export function cacheNotWritten(clues: Clues): Finding | undefined {
  return writing.test(clues.said) || step.test(clues.step)
    ? {
        code: 'cacheExport',
        params: { detail: lastWords(clues), ...(clues.registry !== undefined && { registry: clues.registry }) },
      }
    : undefined;
}
