import assert from 'node:assert/strict';
import { pushBegins, pushBeginsIn } from '../../../../src/domain/buildProgress.ts';
import { readEvents, recordedProgress } from '../../../support/followBuild.ts';

const begins = (build: string) =>
  readEvents(recordedProgress('0.29.1', build)).some((event) => event.kind === 'update' && pushBegins(event.update));

describe('the begin of a push', () => {
  it('is an export or a push that has started, in what builds really say', () => {
    assert.equal(begins('build/two-platforms-push'), true);
    assert.equal(begins('bake/two-targets-push'), true);
    assert.equal(begins('build-fails/push-wrong-login'), true);
    assert.equal(begins('progress/fails-in-here-document'), false);
  });

  it('is not a step that is only announced, or only sounds like it', () => {
    const vertex = { digest: 'a', inputs: [], cached: false };
    const named = (name: string, started?: number) =>
      pushBegins({ vertexes: [{ ...vertex, name, ...(started !== undefined && { started }) }] });
    assert.equal(named('exporting to image'), false);
    assert.equal(named('exporting to image', 1), true);
    assert.equal(named('[app] exporting to image', 1), true);
    assert.equal(named('merging manifest list r.io/app:1', 1), true);
    assert.equal(named('pushing r.io/app:1 with docker', 1), true);
    assert.equal(named('exporting to client directory', 1), false);
    assert.equal(named('[2/2] RUN ./repushing.sh', 1), false);
  });

  it('is recognized in lines of plain progress', () => {
    assert.equal(pushBeginsIn('#9 exporting to image'), true);
    assert.equal(pushBeginsIn('#9 pushing layers 0.1s done'), true);
    assert.equal(pushBeginsIn('#5 [2/2] RUN make'), false);
    assert.equal(pushBeginsIn('error: exporting to image'), false);
  });
});
