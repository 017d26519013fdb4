import { lineAt, type Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import { accessRules } from './access.ts';
import type { Finding, Judge, Rule } from './rule.ts';

/** The sources of a build: Dockerfile, context, bake file, secrets. Sources: buildkit frontend/dockerfile, buildx bake and build. */
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
  missingFile,
  {
    code: 'contextUnreadable',
    match:
      /error from sender: (?:[^\n:]{1,60}: )?(?:open|lstat|stat|walk|readdirent|read|failed to \w{1,20}) (?<path>[^\n]{1,300}?): (?:permission denied|Access is denied|operation not permitted)/,
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
    // the flag is the solution that buildx itself names
    const { flag, path } =
      /pass "(?<flag>--allow=(?:fs[\w.]{0,20}=(?<path>[^"\n]{1,300})|[^"\n]{1,300}))"/i.exec(clues.said)?.groups ?? {};
    return clues.said.includes('additional privileges requested')
      ? {
          code: 'bakeAccessDenied',
          params: { ...(path !== undefined && { path }), ...(flag !== undefined && { found: flag }) },
        }
      : undefined;
  },
  ...accessRules,
  {
    code: 'bakeInvalid',
    match: /could not find any target matching ['"](?<detail>[^'"\n]{1,200})['"]/,
    params: { reason: 'match' },
  },
  {
    code: 'bakeInvalid',
    match: /required variable (?<found>\w{1,100}) is missing a value(?:: (?<detail>[^\n]{1,200}))?/,
    params: { reason: 'variable' },
  },
  {
    code: 'bakeInvalid',
    match: /service "(?<found>[^"\n]{1,100})" has neither an image nor a build context specified/,
    params: { reason: 'overlay' },
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
    /\.(?:hcl|json):\d{1,7},\d{1,7}-\d{1,7}(?:,\d{1,7})?: |only "[^"\n]{1,60}" are allowed|invalid (?:service|target) name|invalid compose project|failed to parse compose file|error while interpolating|yaml: (?:line \d{1,7}|unmarshal|while )|(?:project name|services\.[\w.-]{1,200}) [^\n]{0,200}must be/,
  ),
];

/** BuildKit cache/contenthash/checksum.go, also in older versions. */
const absent = /failed to (?:calculate checksum|compute cache key)[^\n"]{0,300}"(?<file>[^"\n]{1,300})":? not found/;
const walked = /failed to walk [^\n:]{1,400}: lstat (?<file>[^\n:]{1,300}): no such file/;
const otherThanContext =
  /(?:COPY|ADD) (?:--\S{1,100} ){0,6}?--from=(?<stage>\S{1,200})|--mount=\S{0,200}from=(?<mounted>[^\s,]{1,200})/;

/** A file to copy is missing from the context, or from the stage, image or named context that the step uses. */
function missingFile({ said, step }: Clues): Finding | undefined {
  const path = (absent.exec(said) ?? walked.exec(said))?.groups?.file;
  if (path === undefined) {
    return undefined;
  }
  const file = inMount(path);
  const { stage, mounted = stage } = otherThanContext.exec(step)?.groups ?? {};
  return mounted === undefined
    ? { code: 'contextMissing', params: { file } }
    : { code: 'copyFromMissing', params: { found: mounted, file } };
}

/** Without the folder in which BuildKit mounts a snapshot. */
function inMount(file: string): string {
  return file.replace(/^.{0,200}?\/(?:(?:buildkit|containerd)-mount\d{1,12}|cachemounts\/buildkit\d{1,12})(?=\/)/, '');
}

function detailed(code: DiagnosisCode, match: RegExp): Judge {
  return (clues) => {
    const found = match.exec(clues.said);
    return found ? { code, params: { detail: lineAt(clues, found.index) } } : undefined;
  };
}
