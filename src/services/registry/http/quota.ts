import { isRegistryError, RegistryError } from '../../../tools/registry/errors.ts';
import type { HttpAnswer } from '../../../tools/registry/httpRequest.ts';
import type { Pause } from './hostGate.ts';

/** The remaining number of image reads, according to the registry's last response. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until used reads are available again. */
  readonly window: number;
}

/** Docker Hub's headers, such as `100;w=21600`; a registry without them has no such limit. */
export function readQuota({ headers }: Pick<HttpAnswer, 'headers'>): Quota | undefined {
  const [limit, remaining] = ['ratelimit-limit', 'ratelimit-remaining'].map((name) =>
    /^(\d{1,9})(?:;w=(\d{1,9}))?$/.exec(headers.get(name) ?? ''),
  );
  const window = Number(remaining?.[2] ?? limit?.[2] ?? 0);
  return limit && remaining && window > 0
    ? { limit: Number(limit[1]), remaining: Number(remaining[1]), window }
    : undefined;
}

/** Whether it is low enough to display. */
export function isLow({ limit, remaining }: Quota): boolean {
  return remaining <= limit / 10;
}

/** The seconds in `Retry-After`, which can be a date (RFC 9110 §10.2.3). @param now milliseconds since 1970 */
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

/** A response with an error status. @param who the name to display */
export function statusError(who: string, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): RegistryError {
  return new RegistryError('status', `${who} answered ${status}`, {
    status,
    retryAfter: readRetryAfter(headers.get('retry-after'), Date.now()),
    isUsedUp: readQuota({ headers })?.remaining === 0,
  });
}

/** Default pause in seconds if a registry does not specify one (allowed by RFC 6585 §4). */
const usualPause = 5;

/**
 * The pause that a refusal requests, if any: "too many requests", or "unavailable" with a time. If no reads are left and the registry
 * specifies no time, the pause is long.
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
