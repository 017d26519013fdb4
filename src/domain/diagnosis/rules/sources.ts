import { lineAt } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import type { Judge, Rule } from './rule.ts';

/** What is built: Dockerfile, context, bake file, secrets. Sources: buildkit frontend/dockerfile, buildx bake and build. */
export const sourceRules: readonly Rule[] = [
  ({ said, evidence }) => {
    const match =
      /failed to read dockerfile: open (?<file>[^\n]{1,300}?): no such file|Cannot locate (?:specified )?Dockerfile: (?<other>\S{1,300})|unable to evaluate symlinks in Dockerfile path|resolve [^\n]{0,300}: l?stat (?<third>[^\n]{1,300}?): no such file/.exec(
        said,
      );
    const file = evidence.dockerfile ?? match?.groups?.file ?? match?.groups?.other ?? match?.groups?.third;
    return match ? { code: 'dockerfileMissing', params: file === undefined ? {} : { file } } : undefined;
  },
  detailed(
    'dockerfileInvalid',
    /dockerfile parse error|no build stage in current context|Dockerfile cannot be empty|should not be blank|failed to parse stage name|failed to parse platform|circular dependency detected|unterminated heredoc/i,
  ),
  {
    code: 'dockerfileInvalid',
    match: /(?<detail>target stage "?[^"\n]{1,200}"? could not be found)/,
    params: { reason: 'stage' },
  },
  {
    code: 'contextMissing',
    match: /failed to (?:calculate checksum|compute cache key)[^\n"]{0,300}"(?<file>[^"\n]{1,300})":? not found/,
  },
  { code: 'contextMissing', match: /unable to prepare context: path "(?<path>[^"\n]{1,300})" not found/ },
  { code: 'contextMissing', match: /unable to prepare context: [^\n]{0,100}stat (?<path>[^\n]{1,300}?): no such file/ },
  {
    code: 'contextMissing',
    match: /failed to get build context [^\n]{1,200}: stat (?<path>[^\n]{1,300}?): no such file/,
  },
  { code: 'secretMissing', match: /secret (?<secret>[^\s:]{1,200}): not found/ },
  { code: 'secretMissing', match: /failed to stat (?<path>[^\n]{1,300}?): (?:stat|lstat|CreateFile) / },
  (clues) => {
    // the flag is the way out that buildx itself names
    const { flag, path } =
      /pass "(?<flag>--allow=(?:fs[\w.]{0,20}=(?<path>[^"\n]{1,300})|[^"\n]{1,300}))"/i.exec(clues.said)?.groups ?? {};
    return clues.said.includes('additional privileges requested')
      ? {
          code: 'bakeAccessDenied',
          params: { ...(path !== undefined && { path }), ...(flag !== undefined && { found: flag }) },
        }
      : undefined;
  },
  { code: 'bakeInvalid', match: /failed to find target (?<detail>[^\n]{1,200})/, params: { reason: 'target' } },
  { code: 'bakeInvalid', match: /couldn't find a bake definition/, params: { reason: 'none' } },
  {
    code: 'bakeInvalid',
    match: /ERROR: open (?<file>[^\n]{1,300}?): (?:no such file|The system cannot find)/,
    params: { reason: 'file' },
  },
  detailed(
    'bakeInvalid',
    /\.(?:hcl|json):\d{1,7},\d{1,7}-\d{1,7}(?:,\d{1,7})?: |yaml: (?:line \d{1,7}|unmarshal|while )|(?:project name|services\.[\w.-]{1,200}) [^\n]{0,200}must be/,
  ),
];

function detailed(code: DiagnosisCode, match: RegExp): Judge {
  return (clues) => {
    const found = match.exec(clues.said);
    return found ? { code, params: { detail: lineAt(clues, found.index) } } : undefined;
  };
}
