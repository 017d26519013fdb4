import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readRecording } from '../support/recordedFailure.ts';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures');
const most = 12;

/** Files of the fixtures, as text. */
export function files(pattern: string): readonly string[] {
  return found(pattern).map((file) => readFileSync(file, 'utf8'));
}

/** The recorded output of tools. */
export function recorded(pattern: string): readonly string[] {
  return found(pattern).map((file) => {
    const { stdout, stderr } = readRecording(file);
    return `${stdout}${stderr}`;
  });
}

function found(pattern: string): readonly string[] {
  return globSync(path.join(fixtures, pattern))
    .filter((file) => statSync(file).isFile())
    .sort()
    .slice(0, most);
}
