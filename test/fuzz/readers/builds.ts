import { BuildProgress, failureLocation } from '../../../src/domain/buildProgress.ts';
import { readStepName } from '../../../src/domain/buildProgress/vertexName.ts';
import { diagnose } from '../../../src/domain/diagnosis/diagnose.ts';
import { diagnoseCluster } from '../../../src/domain/diagnosis/diagnoseCluster.ts';
import { redact, redactArgs } from '../../../src/domain/redact.ts';
import { safeText } from '../../../src/domain/safeText.ts';
import { LogLines, stripControls } from '../../../src/domain/terminalText.ts';
import { parseMetadata } from '../../../src/tools/buildx/metadata.ts';
import { ProgressReader } from '../../../src/tools/buildx/progress.ts';
import { commandLine } from '../../../src/tools/process/quote.ts';
import { files, recorded } from '../seeds.ts';
import { reader, totalReader, type Reader } from '../reader.ts';

const controls = [
  '\r',
  '\n',
  '\t',
  '\x1b[',
  '\x1b]',
  '\x1b[31m',
  '\x9b',
  '38;5;',
  '\x07',
  '\x1b\\',
  '\u202e',
  '\ud83d',
  ' ',
];
const piece = 1000;

/** The output of builds. */
export const buildReaders: readonly Reader[] = [
  totalReader('rawjson', {
    seeds: recorded('buildx/*/progress/*.json'),
    words: [
      '{"vertexes":[',
      '{"logs":[',
      '{"statuses":[',
      '{"warnings":[',
      '{"digest":"a","name":"[linux/arm64 b 1/2] RUN x"}',
      '"inputs":["a"]',
      '"started":"2026-01-01T00:00:00Z"',
      '"data":"YQ=="',
      ']}',
      ',',
      '{\n',
      '}\n',
      '\n',
      ' ',
      '\r',
      'null',
      '"',
    ],
    read: (text) => {
      const progress = new BuildProgress({ routes: [] });
      const input = Buffer.from(text);
      const progressReader = new ProgressReader();
      const events = [];
      for (let from = 0; from < input.length; from += piece) {
        events.push(progressReader.push(input.subarray(from, from + piece)));
      }
      for (const event of [...events, progressReader.end()].flat()) {
        if (event.kind === 'update') {
          progress.apply(event.update);
        }
      }
      return progress;
    },
  }),
  totalReader('buildOutput', {
    seeds: recorded('buildx/*/build-fails/**/*.json'),
    words: [
      'ERROR: ',
      'failed to solve: ',
      'process "',
      '" did not complete successfully',
      ': exit code: 1',
      '#1 ',
      '0.1 ',
      '------\n',
      ' > a:\n',
      'Dockerfile:1\n',
      '-'.repeat(20),
      '\n',
      ' 1 | >>> ',
      'failed to push ',
      'https://',
      '/v2/',
      'exec format error',
      '\\"',
      '/',
      'a',
      ...controls,
    ],
    read: (text) => [
      diagnose({
        text,
        exitCode: 1,
        failedStep: { name: text, error: text, log: text },
        warnings: [text],
        image: text,
      }),
      failureLocation(text.split('\n')),
      readStepName(text),
    ],
  }),
  totalReader('clusterOutput', {
    seeds: ['error: You must be logged in', 'Error from server (Forbidden): nodes is forbidden: User "a" cannot'],
    words: [
      'Error from server (',
      'executable ',
      'context "',
      '" does not exist',
      'x509: ',
      'dial tcp ',
      '\n',
      ...controls,
    ],
    read: (text) => diagnoseCluster({ context: text, words: text, server: text }),
  }),
  totalReader('terminalLines', {
    seeds: recorded('buildx/*/build/*.json'),
    words: controls,
    read: (text) => {
      const lines = new LogLines();
      const input = Buffer.from(text);
      const out: number[] = [];
      for (let from = 0; from < input.length; from += piece) {
        out.push(lines.push(input.subarray(from, from + piece)).length);
      }
      return [out, lines.end(), stripControls(text), safeText(text)];
    },
  }),
  reader('metadata', {
    seeds: files('buildx/*/**/*.metadata.json'),
    words: [
      '{',
      '}',
      '"containerimage.digest":',
      '"containerimage.descriptor":',
      '"image.name":',
      '"a":',
      'null',
      '[',
      ']',
      ',',
    ],
    read: (text) => [parseMetadata(text, 'build'), parseMetadata(text, 'bake')],
  }),
  totalReader('redaction', {
    seeds: ['PASSWORD=x --token y "secret": "z"', 'Authorization: Bearer abc', 'https://a:b@c/'],
    words: [
      'PASSWORD=',
      '--token ',
      '"secret": "',
      '://',
      '@',
      'Bearer ',
      'Authorization: ',
      'eyJ',
      '.',
      '-----BEGIN PRIVATE KEY-----',
      '=',
      ':',
      '"',
      "'",
      '\\',
      '\n',
      ' ',
      'a',
      '1',
    ],
    read: (text) => [redact(text), redactArgs([text, text]), redactArgs(text.split(' '))],
  }),
  totalReader('commandLine', {
    seeds: ['docker buildx build .', "a'b"],
    words: ["'", '"', '\\', '$', '`', ' ', '\n', '%', '^', '\u2019', '!'],
    read: (text) => [commandLine([text], 'linux'), commandLine([text], 'win32'), commandLine(text.split(' '), 'linux')],
  }),
];
