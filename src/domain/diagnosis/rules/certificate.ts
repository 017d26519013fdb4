/** What is wrong with a certificate; `client`: the other side rejects ours. */
type CertificateFault = 'authority' | 'expired' | 'notYet' | 'name' | 'client';

/** Go crypto/x509 (verify.go), crypto/tls (alert.go); the messages of OpenSSL, for Node and curl, differ. */
const refusedOurs =
  /remote error: tls: (?:bad certificate|unknown certificate|expired certificate|revoked certificate|certificate required|unsupported certificate)/;
const date = /certificate has expired or is not yet valid|certificate is not valid yet/;
const future = /current time \S{1,60} is before \S{1,60}/;
const name =
  /doesn't contain any (?:IP|DNS) SANs|certificate is valid for [^\n]{0,1000}, not |certificate is not valid for any names|certificate relies on legacy Common Name|cannot validate certificate for \S{1,260} because/;
const any = /x509: |tls: failed to verify certificate|certificate signed by unknown authority/;

/** Recognizes a certificate error in Go's messages. */
export function certificateFault(said: string): CertificateFault | undefined {
  if (refusedOurs.test(said)) {
    return 'client';
  }
  if (date.test(said)) {
    return future.test(said) ? 'notYet' : 'expired';
  }
  if (name.test(said)) {
    return 'name';
  }
  return any.test(said) ? 'authority' : undefined;
}
