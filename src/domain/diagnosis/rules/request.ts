import { lineAt } from '../clues.ts';
import type { Judge, Rule } from './rule.ts';

/** Requests that buildx refuses. Sources: containerd/platforms, distribution/reference, buildx build/opt.go, cobra. */
export const requestRules: readonly Rule[] = [
  // two outputs store the same image in the same place
  {
    code: 'invalidRequest',
    match: /(?<detail>image "(?<image>[^"\n]{1,300})": already exists)/,
    params: { reason: 'twice' },
  },
  refused(
    'platforms',
    /unknown operating system or architecture|platform specifier component must match|wildcards not yet supported|cannot parse platform/,
  ),
  refused('image', /invalid tag "|invalid reference format|tag is needed when pushing|repository name must/),
  refused(
    'output',
    /refusing to write to console|can't push tagged ref|dest is required for|push and load may not be set together|exporter requires|invalid output|exporter "[^"\n]{1,100}" could not be found|unknown exporter|failed to open open |failed to create [^\n]{0,300}no such file/,
  ),
  refused(
    'source',
    /unknown (?:shorthand )?flag: [-']|requires? (?:exactly )?1 argument|must be a key=value pair|invalid key |invalid argument "/,
  ),
];

function refused(reason: string, match: RegExp): Judge {
  return (clues) => {
    const found = match.exec(clues.said);
    return found ? { code: 'invalidRequest', params: { reason, detail: lineAt(clues, found.index) } } : undefined;
  };
}
