import assert from 'node:assert/strict';
import { createTogether } from '../../../../src/services/concurrency/together.ts';
import { createFakeClock } from '../../../support/fakeClock.ts';

describe('createTogether', () => {
  it('calls once for calls that follow each other, and not after its end', () => {
    const clock = createFakeClock();
    let calls = 0;
    const together = createTogether(300, () => calls++, clock.after);
    together.call();
    clock.pass(299);
    together.call();
    clock.pass(299);
    assert.equal(calls, 0);
    clock.pass(1);
    assert.equal(calls, 1);
    together.call();
    together.dispose();
    clock.pass(1000);
    assert.equal(calls, 1);
  });
});
