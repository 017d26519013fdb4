import assert from 'node:assert/strict';
import { instructionOf, readStepName } from '../../../../src/domain/buildProgress/vertexName.ts';

// names in the format of BuildKit's prefixCommand and formatTargetPlatform, and of buildx's addPrefix
describe('names of vertices', () => {
  it('tell platform, stage and position', () => {
    assert.deepEqual(readStepName('[linux/amd64 build 2/4] RUN make'), {
      executedOn: 'linux/amd64',
      platform: 'linux/amd64',
      stage: 'build',
      position: '2/4',
      text: 'RUN make',
    });
    assert.deepEqual(readStepName('[linux/arm/v7  1/12] COPY . .'), {
      executedOn: 'linux/arm/v7',
      platform: 'linux/arm/v7',
      position: '1/12',
      text: 'COPY . .',
    });
  });

  it('tell for which other platform a step works', () => {
    const platforms = (name: string) => {
      const { executedOn, platform } = readStepName(name) ?? {};
      return [executedOn, platform];
    };
    assert.deepEqual(platforms('[linux/amd64->arm64 cross 1/2] RUN x'), ['linux/amd64', 'linux/arm64']);
    assert.deepEqual(platforms('[linux/amd64->arm/v7 cross 1/2] RUN x'), ['linux/amd64', 'linux/arm/v7']);
    assert.deepEqual(platforms('[linux/arm64->amd64/v3 1/2] RUN x'), ['linux/arm64', 'linux/amd64/v3']);
    assert.deepEqual(platforms('[linux/amd64->windows(10.0.20348)/amd64 1/2] RUN x'), ['linux/amd64', 'windows/amd64']);
    assert.deepEqual(platforms('[windows(10.0.17763)/amd64 1/2] RUN x'), ['windows/amd64', 'windows/amd64']);
  });

  it('tell the target of a bake build', () => {
    assert.deepEqual(readStepName('[app linux/amd64 build 1/2] RUN x'), {
      target: 'app',
      executedOn: 'linux/amd64',
      platform: 'linux/amd64',
      stage: 'build',
      position: '1/2',
      text: 'RUN x',
    });
    assert.deepEqual(readStepName('[app build 1/2] RUN x'), {
      target: 'app',
      stage: 'build',
      position: '1/2',
      text: 'RUN x',
    });
    assert.deepEqual(readStepName('[build 1/2] RUN x'), { stage: 'build', position: '1/2', text: 'RUN x' });
    assert.deepEqual(readStepName('[1/2] RUN x'), { position: '1/2', text: 'RUN x' });
  });

  it('are no steps otherwise', () => {
    for (const name of [
      '[internal] load build definition from Dockerfile',
      'exporting to image',
      '[linux/amd64] generating sbom using x',
      '[app context base] load metadata for a/b:1',
      '',
    ]) {
      assert.equal(readStepName(name), undefined, name);
    }
  });

  it('begin with the instruction', () => {
    assert.equal(instructionOf('RUN --mount=type=cache,target=/x make'), 'RUN');
    assert.equal(instructionOf('ONBUILD RUN x'), 'RUN');
    assert.equal(instructionOf('LINK COPY --link a b'), 'LINK');
    assert.equal(instructionOf('run'), undefined);
  });
});

describe('names of vertices, attacked', () => {
  it('attack: blanks and digits are walked back and forth', () => {
    for (const unit of [' ', '1', '1/', '[', '1/2', ' 1']) {
      assert.equal(readStepName(`[${unit.repeat(300_000)}`), undefined);
      assert.equal(readStepName(`[${unit.repeat(300_000)}] `), undefined);
    }
  });
});
