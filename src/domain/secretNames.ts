import { trimEnd } from './untrusted/trim.ts';

/** Words that make the name of a variable, option or field secret. */
const secretWord =
  /passw|passphrase|passcode|secret|credential|signature|tokens?$|^(?:pwd|pass|keys?|auth|oauth|authorization|authentication|bearer|creds?|private|pat|jwt|otp|totp|cookie)$|(?:api|access|account|app|auth|client|consumer|deploy|encryption|gpg|license|master|npm|pgp|private|session|shared|signing|ssh|storage|basic|tls|webhook)(?:keys?|auth|pwd|pass)$|(?:admin|db|http|key|my|pg|redis|root|smtp|ssh|store|user)pass$/;

/** Keys that identify something: Kubernetes's `topologyKey`, `primary_key`. */
const identifier = /(?:^|[^a-z])(?:topology|primary|foreign|partition|sort)[ _-]?keys?$/;

/** Whether a name indicates a secret: `GITHUB_TOKEN`, `npmAuth`, `DB_PWD2`. `AUTHOR`, `KEYCLOAK_VERSION` and `TOKENIZER` do not. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();
  if (identifier.test(words)) {
    return false;
  }
  return words.split(/[^a-z\d]+/).some((word) => secretWord.test(trimEnd(word, '0123456789')));
}

/** Whether a command-line option is followed by a secret. `--secret` and `--password-stdin` are not. */
export function takesSecret(option: string): boolean {
  return isSecretName(option) && !/^-{0,2}secrets?$|-stdin$/.test(option);
}

/** `--secret id=npm,src=.npmrc` names a secret and does not contain it. */
export function isSpecification(value: string): boolean {
  return /^(?:id|type|src|source|env|target)=/.test(value);
}
