import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { committedPage, errorsPage } from '../../../support/errorsPage.ts';
import { patternsOf } from '../../../support/patterns.ts';
import { diagnoseRecognised, readRecognised } from '../../../support/recognised.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const fixtures = path.resolve('test/fixtures');

describe('recognised texts', () => {
  for (const each of readRecognised()) {
    const text = each.text ?? each.log ?? '';
    it(`${each.code}: ${text.slice(-90)}`, () => {
      assert.equal(diagnoseRecognised(each).code, each.code);
      assert.match(each.origin, /\w{3}/);
    });
  }

  it('are there for every pattern of the rules', () => {
    const texts = [...recognisedTexts(), ...reportedTexts(), ...recordedTexts()];
    const missing = patternsOf(path.resolve('src/domain/diagnosis/rules'))
      .filter(({ pattern }) => !isTied(pattern) && !texts.some((text) => pattern.test(text)))
      .map(({ at, pattern }) => `${at} ${pattern.source}`);
    assert.deepEqual(missing, []);
  });

  it('are in docs/errors.md: run "npm run errors"', () => {
    assert.equal(committedPage(), errorsPage());
  });
});

/** A pattern that is anchored at the start or end applies to a value and not to a text. */
function isTied({ source }: RegExp): boolean {
  return /^\^|\$$|\(\?:\^\|/.test(source);
}

function recognisedTexts(): string[] {
  return readRecognised().map(({ text, log, warnings = [] }) => [text ?? log, ...warnings].join('\n'));
}

function reportedTexts(): string[] {
  const cases = JSON.parse(readFileSync(path.join(fixtures, 'diagnosis/cases.json'), 'utf8')) as {
    text?: string;
    cluster?: string;
    pod?: { words?: string };
  }[];
  return cases.map(({ text, cluster, pod }) => text ?? cluster ?? pod?.words ?? '');
}

function recordedTexts(): string[] {
  return globSync(['buildx/*/**/*.json', 'docker/*/**/*.json'], { cwd: fixtures })
    .filter((file) => !file.includes('.metadata.'))
    .map((file) => readRecording(path.join(fixtures, file)))
    .filter(({ exitCode }) => exitCode !== 0)
    .map(({ stdout, stderr }) => `${stdout}\n${stderr}`.replaceAll('\\"', '"'));
}
