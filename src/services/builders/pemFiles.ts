import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Why a file cannot be used: its path is not absolute, it cannot be read, or it has the wrong contents. */
export type PemProblem = 'notAbsolute' | 'unreadable' | 'noCertificate' | 'noKey';

const largest = 1024 * 1024;

/** Whether a file is a PEM certificate or private key; undefined if it is. */
export async function pemProblem(file: string, kind: 'certificate' | 'key'): Promise<PemProblem | undefined> {
  if (!path.isAbsolute(file)) {
    return 'notAbsolute';
  }
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > largest) {
      return kind === 'key' ? 'noKey' : 'noCertificate';
    }
    const text = await readFile(file, 'latin1');
    if (kind === 'key') {
      return /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text) ? undefined : 'noKey';
    }
    return isCertificate(text) ? undefined : 'noCertificate';
  } catch {
    return 'unreadable';
  }
}

function isCertificate(text: string): boolean {
  const [first] = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(text) ?? [];
  if (first === undefined) {
    return false;
  }
  try {
    return new X509Certificate(first).raw.length > 0;
  } catch {
    return false;
  }
}
