import assert from 'node:assert/strict';
import {
  decidesResult,
  extraOptions,
  leavesByOption,
  splitArguments,
} from '../../../../src/domain/policy/extraArguments.ts';

const left = (kind: 'build' | 'bake', words: readonly string[]) => splitArguments(kind, words, leavesByOption);

describe('additional arguments', () => {
  it('are taken apart as buildx does', () => {
    assert.deepEqual(
      extraOptions('build', ['--no-cache', '-qo', 'out', '-tapp:1', '--label', '--push', '--', '--push']),
      [
        { name: 'no-cache', value: 'true' },
        { name: 'quiet', value: 'true' },
        { name: 'output', value: 'out' },
        { name: 'tag', value: 'app:1' },
        { name: 'label', value: '--push' },
      ],
    );
  });

  for (const [kind, words] of [
    ['build', ['--push']],
    ['build', ['--push=true']],
    ['build', ['--unheard-of', '--push']],
    ['build', ['--output', 'type=registry']],
    ['build', ['--output=type=image,name=r.io/a,push=true']],
    ['build', ['--output=type=image,push=1']],
    ['build', ['-o', 'type=registry']],
    ['build', ['-otype=registry']],
    ['build', ['-qo=type=registry']],
    ['build', ['--output', 'type=something-new']],
    ['build', ['--cache-to', 'r.io/app:cache']],
    ['build', ['--cache-to=type=s3,bucket=b']],
    ['bake', ['--push']],
    ['bake', ['--set', '*.output=type=registry']],
    ['bake', ['--set=app.output+=type=registry']],
    ['bake', ['--set', '*.push=true']],
    ['bake', ['--set', '*.cache-to=type=registry,ref=r.io/c']],
  ] as const) {
    it(`attack: a build without a push sends something by ${words.join(' ')}`, () => {
      const { kept, left: gone } = left(kind, ['--pull', ...words]);
      assert.ok(!kept.some((word) => words.some((each) => each === word && each !== '--unheard-of')), kept.join(' '));
      assert.equal(gone.length, 1);
      assert.equal(kept[0], '--pull');
    });
  }

  it('stay where they send nothing', () => {
    const words = [
      '--push=false', '--output', 'type=local,dest=out', '-o', 'out', '--output=type=image,name=a', '--cache-to=type=local,dest=c',
      '--cache-to', 'type=inline', '--cache-from=type=registry,ref=a',
    ]; // prettier-ignore
    assert.deepEqual(left('build', words), { kept: words, left: [] });
    assert.deepEqual(left('bake', ['--set', '*.cache-to=', '--set', '*.args.push=true']).left, []);
  });

  it('decide where a result goes', () => {
    const words = [
      '--tag',
      'a:1',
      '-t',
      'b',
      '--platform=linux/s390x',
      '--load',
      '--set',
      'app.tags=c',
      '--build-arg',
      'tag=1',
    ];
    assert.deepEqual(
      splitArguments('build', words, decidesResult).kept,
      ['--set', 'app.tags=c', '--build-arg', 'tag=1'].slice(2),
    );
  });
});
