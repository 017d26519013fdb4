import { mock } from 'node:test';

/** For a `describe`: its tests run at noon of 24 November 2026, UTC. */
export function atNoon(): void {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-24T12:00:00Z') });
  });
  afterEach(() => {
    mock.timers.reset();
  });
}
