/**
 * Why a registry request failed:
 * - `name`, `connection`, `timeout`: the host could not be reached
 * - `certificate`: its certificate is not trusted
 * - `plainHttp`: it does not use TLS
 * - `broken`: the response is incomplete, too large, or not what was requested
 * - `status`: an error status
 */
export type RegistryErrorKind = 'name' | 'connection' | 'timeout' | 'certificate' | 'plainHttp' | 'broken' | 'status';

/** A failed request to a registry. Its message contains no credentials. */
export class RegistryError extends Error {
  readonly kind: RegistryErrorKind;
  readonly status: number | undefined;
  /** Length of the pause in seconds that the registry requests. */
  readonly retryAfter: number | undefined;
  /** The registry reported that no reads are left. */
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

/** The code of a connection that was refused, because it would have led to this machine. */
export const forbiddenAddress = 'FORBIDDEN_ADDRESS';

/** Converts Node's code of a failed connection to a reason. */
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
  // Node's HTTP parser: the response is invalid, or its headers are too long
  if (code.startsWith('HPE_') || code.startsWith(forbiddenAddress)) {
    return new RegistryError('broken', message);
  }
  return new RegistryError(certificateCodes.test(code) ? 'certificate' : 'connection', message);
}
