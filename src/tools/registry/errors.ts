/**
 * Why a registry did not answer as it should:
 * - `name`, `connection`, `timeout`: nobody was reached
 * - `certificate`: its certificate is not trusted
 * - `plainHttp`: it speaks no TLS
 * - `broken`: the answer ended early, is too large, or is not what was asked for
 * - `status`: it answered with a status that says no
 */
export type RegistryErrorKind = 'name' | 'connection' | 'timeout' | 'certificate' | 'plainHttp' | 'broken' | 'status';

/** A request to a registry that came to nothing. Its message holds no credential. */
export class RegistryError extends Error {
  readonly kind: RegistryErrorKind;
  readonly status: number | undefined;
  /** Seconds that the registry wants to be left alone. */
  readonly retryAfter: number | undefined;
  /** It said that nothing is left of what it lets us read. */
  readonly isUsedUp: boolean;

  constructor(
    kind: RegistryErrorKind,
    message: string,
    more: {
      readonly status?: number;
      readonly retryAfter?: number | undefined;
      readonly isUsedUp?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'RegistryError';
    this.kind = kind;
    this.status = more.status;
    this.retryAfter = more.retryAfter;
    this.isUsedUp = more.isUsedUp ?? false;
  }
}

export function isRegistryError(error: unknown): error is RegistryError {
  return error instanceof Error && error.name === 'RegistryError';
}

const certificateCodes =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_PURPOSE/;

/** The code of a connection that was not made since it would have led to this machine. */
export const forbiddenAddress = 'FORBIDDEN_ADDRESS';

/** Node's code of a failed connection as the reason that a user understands. */
export function connectionError(code: string, message: string): RegistryError {
  if (/^(?:ENOTFOUND|EAI_AGAIN)\b/.test(code)) {
    return new RegistryError('name', message);
  }
  if (
    /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|wrong version number/.test(
      `${code} ${message}`,
    )
  ) {
    return new RegistryError('plainHttp', message);
  }
  // Node's parser of HTTP: what came is no answer, or its headers are too long
  if (code.startsWith('HPE_') || code.startsWith(forbiddenAddress)) {
    return new RegistryError('broken', message);
  }
  return new RegistryError(certificateCodes.test(code) ? 'certificate' : 'connection', message);
}
