import { isRegistryError, RegistryError } from '../../../tools/registry/errors.ts';
import type { HttpAnswer } from '../../../tools/registry/httpRequest.ts';
import type { Pause } from './hostGate.ts';

/** How many more images a registry lets us read, as it said with its last answer. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds after which what was used up is there again. */
  readonly window: number;
}

/** Docker Hub's headers, such as `100;w=21600`; a registry that says nothing has no such limit. */
export function readQuota({ headers }: Pick<HttpAnswer, 'headers'>): Quota | undefined {
  const [limit, remaining] = ['ratelimit-limit', 'ratelimit-remaining'].map((name) =>
    /^(\d{1,9})(?:;w=(\d{1,9}))?$/.exec(headers.get(name) ?? ''),
  );
  const window = Number(remaining?.[2] ?? limit?.[2] ?? 0);
  return limit && remaining && window > 0
    ? { limit: Number(limit[1]), remaining: Number(remaining[1]), window }
    : undefined;
}

/** Whether it is worth telling. */
export function isLow({ limit, remaining }: Quota): boolean {
  return remaining <= limit / 10;
}

/** Seconds out of `Retry-After`; a date says when (RFC 9110 §10.2.3). @param now milliseconds since 1970 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  if (/^\d{1,9}$/.test(header)) {
    return Number(header);
  }
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/** That somebody answered with a status that says no. @param who as it is told */
export function statusError(who: string, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): RegistryError {
  return new RegistryError('status', `${who} answered ${status}`, {
    status,
    retryAfter: readRetryAfter(headers.get('retry-after'), Date.now()),
    isUsedUp: readQuota({ headers })?.remaining === 0,
  });
}

/** Seconds, where a registry wants to be left alone and does not say how long (RFC 6585 §4 lets it). */
const usualPause = 5;

/**
 * How long a refusal wants the registry to be left alone, if it does: "too many requests", or "unavailable" with a time. Where
 * nothing is left of what one may read and the registry names no time, it will not be over soon.
 */
export function pauseIn(error: unknown): Pause | undefined {
  if (!isRegistryError(error)) {
    return undefined;
  }
  const { status, retryAfter, isUsedUp } = error;
  return status === 429 || (status === 503 && retryAfter !== undefined)
    ? { seconds: retryAfter ?? usualPause, isTemporary: retryAfter !== undefined || !isUsedUp }
    : undefined;
}
