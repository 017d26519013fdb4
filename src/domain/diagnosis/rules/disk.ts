import type { Clues } from '../clues.ts';
import type { Finding } from './rule.ts';

const full = /no space left on device|not enough space on the disk|disk quota exceeded/i;

/** BuildKit or buildx could not write: to the builder's disk, or to that of the destination. */
export function diskFull({ said, evidence }: Clues): Finding | undefined {
  if (!full.test(said)) {
    return undefined;
  }
  const path = /(?:write|mkdir|open|create|sync|rename) (?<path>\/[^\n:]{1,300}): no space left/.exec(said)?.groups
    ?.path;
  const destination =
    /failed to copy to tar|\(\*service\)\.Write|sending tarball/.test(said) || evidence.output === 'oci';
  return {
    code: 'diskFull',
    params: {
      ...(path !== undefined && { path }),
      ...(evidence.builder !== undefined && { builder: evidence.builder }),
      reason: destination ? 'destination' : 'builder',
    },
  };
}

/** A `RUN` could not write; its disk is the builder's. */
export function stepDiskFull({ log, evidence }: Clues): Finding | undefined {
  return full.test(log)
    ? {
        code: 'diskFull',
        params: { ...(evidence.builder !== undefined && { builder: evidence.builder }), reason: 'step' },
      }
    : undefined;
}
