import { DiagnosedError, type DiagnosisCode } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { formatReference, type ImageReference } from '../../domain/image/reference.ts';
import type { RegistryError } from '../../tools/registry/errors.ts';

/** Whether Docker's own configuration (mirrors, proxies, certificates, insecure registries) may reach what the extension cannot. */
export function mayDockerReach({ kind }: RegistryError): boolean {
  return kind !== 'status' && kind !== 'broken';
}

/** The diagnosis of a failed registry request. */
export function diagnoseRegistry(error: RegistryError, reference: ImageReference): DiagnosedError {
  const { kind, status, retryAfter = 0, message } = error;
  const params = { registry: reference.domain, image: formatReference(reference) };
  const diagnosed = (code: DiagnosisCode, more: Readonly<Record<string, string>> = {}) =>
    new DiagnosedError(diagnosisOf(code, { ...params, ...more }), message);
  switch (kind) {
    case 'name':
      return diagnosed('registryUnreachable', { reason: 'name' });
    case 'connection':
    case 'timeout':
      return diagnosed('registryUnreachable', { reason: 'connection' });
    case 'certificate':
      return diagnosed('registryUnknownCertificate');
    case 'plainHttp':
      return diagnosed('registryPlainHttp');
    case 'broken':
      return diagnosed('registryAnswerWrong', { detail: message });
    case 'status': {
      const code = refusals.get(status ?? 0);
      return code === undefined
        ? diagnosed('registryUnreachable', { reason: 'broken', detail: message })
        : diagnosed(code, {
            reason: 'pull',
            ...(status === 429 && retryAfter > 0 && { minutes: String(Math.ceil(retryAfter / 60)) }),
          });
    }
  }
}

const refusals: ReadonlyMap<number, DiagnosisCode> = new Map([
  [401, 'registryLoginRequired'],
  [403, 'registryAccessDenied'],
  [404, 'imageNotFound'],
  [429, 'registryRateLimit'],
]);
