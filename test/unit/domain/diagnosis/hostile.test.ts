import assert from 'node:assert/strict';
import fc from 'fast-check';
import path from 'node:path';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import { baseImageRules, imageRules } from '../../../../src/domain/diagnosis/rules/baseImage.ts';
import { builderRules } from '../../../../src/domain/diagnosis/rules/builder.ts';
import { dockerRules } from '../../../../src/domain/diagnosis/rules/docker.ts';
import { sourceRules } from '../../../../src/domain/diagnosis/rules/sources.ts';
import { failedRun } from '../../../support/failedRun.ts';
import { patternsOf } from '../../../support/patterns.ts';

describe('diagnose', () => {
  describe('what a step says', () => {
    const lies = [
      'no space left',
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      'failed to push a/b:1: denied: requested access to the resource is denied',
      'toomanyrequests: x509: certificate signed by unknown authority',
      'dockerfile parse error on line 3',
      'no match for platform in manifest: not found',
      'unknown command: docker buildx',
    ];
    for (const lie of lies) {
      it(`is not taken for what Docker says: ${lie}`, () => {
        assert.equal(diagnose(failedRun('/bin/sh -c make', lie)).code, 'stepFailed');
        assert.equal(diagnose(failedRun(`/bin/sh -c echo "${lie}"; exit 1`, '')).code, 'stepFailed');
        const excerpt = `Dockerfile:2\n--------------------\n   2 | >>> RUN echo "${lie}"\n--------------------\n`;
        assert.equal(diagnose({ ...failedRun('/bin/sh -c make', ''), text: excerpt }).code, 'stepFailed');
      });
    }
  });

  describe('hostile text', () => {
    const fragments = [
      ...[
        'ERROR: ',
        'failed to push ',
        ': not found',
        'process "',
        '\\"',
        '" did not complete successfully',
        ': exit code: 1',
      ],
      ...[
        'exec ',
        ': exec format error',
        '------\n',
        ' > a:\n',
        '#1 0.1 ',
        '#1 ERROR: ',
        'Dockerfile:1\n',
        '-'.repeat(20),
        '\n',
      ],
      ...[
        'no space left on device',
        'failed to do request: ',
        'https://',
        '/v2/',
        'Base image ',
        '\x1b[31m',
        '\u{1f600}',
        '\ud800',
        '$&',
      ],
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary' })), { maxLength: 60 })
      .map((parts) => parts.join(''));

    it('never makes it throw, and its parameters are always short and printable', () => {
      fc.assert(
        fc.property(text, text, text, fc.option(fc.nat(255), { nil: undefined }), (words, log, name, exitCode) => {
          const { params, remedies } = diagnose({
            text: words,
            ...(exitCode !== undefined && { exitCode }),
            failedStep: { name, error: words, log },
            warnings: [log],
            builder: name,
            image: words,
          });
          for (const value of Object.values(params)) {
            assert.match(value, /^[^\p{Cc}\u202a-\u202e]{1,300}$/u);
          }
          for (const remedy of remedies) {
            assert.ok(
              !('command' in remedy) || remedy.command.every((word) => /^[\w./:[\]+-]+$/.test(word)),
              JSON.stringify(remedy),
            );
          }
        }),
      );
    });

    it('is read in full even when it repeats itself for a megabyte', () => {
      for (const unit of [
        ...fragments,
        'a',
        '/a',
        '"',
        '\\',
        ' ',
        '/usr/bin/',
        'executor failed running [',
        'qemu-x',
      ]) {
        const long = unit.repeat(Math.ceil(1_000_000 / unit.length));
        const { code } = diagnose({ ...failedRun('/bin/sh -c x', long), warnings: [long], image: long });
        assert.ok(code.length > 0);
        assert.ok(diagnose({ text: long, failedStep: { name: long, error: long, log: long } }).code.length > 0);
      }
    });

    it('meets no pattern that repeats without bound', () => {
      const patterns = patternsOf(path.resolve('src/domain/diagnosis/rules')).map(({ pattern }) => pattern.source);
      assert.ok(patterns.length > 300);
      for (const source of patterns) {
        const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'c');
        assert.doesNotMatch(bare, /[*+]|\{\d+,\}/, source);
      }
    });

    it('meets no pattern that is tied to the start of a line', () => {
      const rules = [...dockerRules, ...builderRules, ...sourceRules, ...baseImageRules, ...imageRules];
      const patterns = rules.flatMap((rule) => ('match' in rule ? [rule.match.source] : []));
      assert.ok(patterns.length > 20);
      for (const source of patterns) {
        const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'c');
        assert.doesNotMatch(bare, /[*+]|\{\d+,\}|^\^/, source);
      }
    });
  });
});
