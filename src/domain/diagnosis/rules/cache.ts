import { lastWords, type Clues } from '../clues.ts';
import type { Finding } from './rule.ts';

/** buildkit cache/remotecache/export.go; what a registry refuses of a cache is no fault of the image. */
const writing =
  /error writing (?:manifest|config|layer) blob: |failed to export cache|cache export feature is currently not supported/;
const step = /^(?:\[[^\]\n]{1,200}\] )?exporting cache\b/;

/** The image is made; its cache could not be written where it was to go. */
export function cacheNotWritten(clues: Clues): Finding | undefined {
  return writing.test(clues.said) || step.test(clues.step)
    ? {
        code: 'cacheExport',
        params: { detail: lastWords(clues), ...(clues.registry !== undefined && { registry: clues.registry }) },
      }
    : undefined;
}
