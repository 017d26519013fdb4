import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../../src/domain/diagnosis/diagnose.ts';
import { diagnoseCluster } from '../../src/domain/diagnosis/diagnoseCluster.ts';
import { diagnosisCodes, type DiagnosisCode } from '../../src/domain/diagnosis/diagnosis.ts';
import { remediesFor } from '../../src/domain/diagnosis/remedies.ts';
import { failureText } from '../../src/vscode/shared/errors/diagnosisTexts.ts';
import { remedyLabel } from '../../src/vscode/shared/errors/remedyTexts.ts';
import { errorEvidence } from './errorEvidence.ts';
import { readRecognised } from './recognised.ts';
import { evidenceOf, readRecording } from './recordedFailure.ts';

/** These were recorded without emulation of arm64. */
export const withoutEmulation = /exec-format-error|foreign-program/;

const fixtures = path.join(import.meta.dirname, '../fixtures');

/** docs/errors.md: every code with its meaning, evidence, remedies and recognized texts, and the origin of each text. */
export function errorsPage(): string {
  const recorded = recordings();
  const texts = readRecognised();
  const sections = diagnosisCodes.map((code) => {
    const buttons = new Set(
      reasonsOf(code)
        .flatMap((params) => remediesFor(code, params, location))
        .map(remedyLabel),
    );
    const rows = texts
      .filter((each) => each.code === code)
      .map(
        ({ text, log, note, origin }) =>
          `| ${cell(text ?? `${note === undefined ? '' : `${note}; the step: `}${log ?? ''}`)} | ${log === undefined ? 'Docker' : 'a step'} | ${origin.replaceAll('|', '\\|')} |`,
      );
    const names = [...(recorded.get(code) ?? [])].sort();
    return [
      `## ${code}`,
      '',
      failureText({ code, params: {}, remedies: [] }).message,
      '',
      `- **Evidence:** ${errorEvidence[code]}`,
      `- **Remedies:** ${buttons.size === 0 ? 'none' : [...buttons].join(' · ')}`,
      ...(names.length > 0
        ? [`- **Recorded** (\`test/fixtures\`): ${names.map((name) => `\`${name}\``).join(', ')}`]
        : []),
      ...(rows.length > 0 ? ['', '| text | written by | origin |', '|---|---|---|', ...rows] : []),
      '',
    ].join('\n');
  });
  return `${head}${sections.join('\n')}`;
}

const head = `# Errors by code

Every failure has a code. The API rejects with it, and it determines the message and the remedies. A notification has a button for each of the
first two, except that only failed builds have buttons to build again or to change the build. \`npm run errors\` generates this page from the
source code, from \`test/fixtures/diagnosis\` and from recordings of real tools. A test fails if the page is out of date, if a code is missing,
or if a pattern of \`src/domain/diagnosis/rules\` has no text with an origin. Names in texts are replaced, and texts are shortened.

`;

const location = { file: 'Dockerfile', line: 1 };

/** The parameters that remedies depend on. */
function reasonsOf(code: DiagnosisCode): Record<string, string>[] {
  const known = { platform: 'linux/arm64', registry: 'ghcr.io', builder: 'multi', file: 'config' };
  const drivers = ['docker', 'docker-container'];
  const reasons =
    code === 'invalidRequest' ? ['source', 'platforms', 'image', 'output'] : ['', 'push', 'name', 'destination'];
  return drivers.flatMap((driver) => reasons.map((reason) => ({ ...known, driver, ...(reason !== '' && { reason }) })));
}

function recordings(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const note = (code: string, name: string) => found.set(code, (found.get(code) ?? new Set()).add(name));
  for (const file of globSync(['buildx/*/**/*.json', 'docker/*/**/*.json'], { cwd: fixtures })) {
    const recording =
      file.includes('.metadata.') || file.includes('local-image')
        ? undefined
        : readRecording(path.join(fixtures, file));
    if (recording !== undefined && recording.exitCode !== 0) {
      const { code } = diagnose(evidenceOf(recording, withoutEmulation.test(file) ? 'off' : 'on'));
      note(code, nameOf(file));
    }
  }
  for (const file of globSync('kubectl/*/*.json', { cwd: fixtures })) {
    const { exitCode, stderr } = readRecording(path.join(fixtures, file));
    if (exitCode !== 0 && stderr !== '') {
      note(diagnoseCluster({ context: 'prod', words: stderr }).problem.code, nameOf(file));
    }
  }
  return found;
}

/** Without the version, because most were recorded with several. */
function nameOf(file: string): string {
  const [tool = '', , ...rest] = file
    .split(path.sep)
    .join('/')
    .replace(/\.json$/, '')
    .split('/');
  return `${tool}/…/${rest.join('/')}`;
}

function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `\`${(line.length > 200 ? `${line.slice(0, 90)} … ${line.slice(-100)}` : line).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** The committed page. */
export const errorsFile = path.join(import.meta.dirname, '../../docs/errors.md');

export function committedPage(): string {
  return readFileSync(errorsFile, 'utf8');
}
