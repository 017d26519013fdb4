import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnMachine } from './debian.ts';
import { run } from './processes.ts';

/** The common name in each certificate. */
export const certificateName = 'Test bed';

export interface Certificate {
  /** The authority, which is unknown unless configured. */
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Creates a certificate for an IP address of this machine, signed by a new authority. Requires openssl. */
export async function makeCertificate(folder: string, address: string): Promise<Certificate> {
  await run('openssl', ['version']).catch(() => installOnMachine(['openssl']));
  await mkdir(folder, { recursive: true });
  const authorityFile = join(folder, 'ca.pem');
  const certificateFile = join(folder, 'server.pem');
  const keyFile = join(folder, 'server.key');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run(
    'openssl',
    ['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test bed authority'],
    { cwd: folder },
  );
  await run(
    'openssl',
    ['req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${certificateName}`],
    { cwd: folder },
  );
  await writeFile(join(folder, 'server.ext'), `subjectAltName=IP:${address},IP:127.0.0.1,DNS:localhost\n`);
  const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'server.ext'];
  await run('openssl', ['x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...sign], { cwd: folder });
  return { authorityFile, certificateFile, keyFile };
}
