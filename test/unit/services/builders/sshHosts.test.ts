import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pemProblem } from '../../../../src/services/builders/pemFiles.ts';
import { sshHosts } from '../../../../src/services/builders/sshHosts.ts';

describe('sshHosts', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'home-'));
    await mkdir(path.join(home, '.ssh/config.d'), { recursive: true });
  });
  afterEach(() => rm(home, { recursive: true }));

  it('reads included files, also those that include each other', async () => {
    await writeFile(path.join(home, '.ssh/config'), 'Include config.d/*.conf ~/more missing\nHost own\n');
    await writeFile(path.join(home, '.ssh/config.d/a.conf'), 'Host a\nInclude config\n');
    await writeFile(path.join(home, '.ssh/config.d/b.txt'), 'Host b\n');
    await writeFile(path.join(home, 'more'), 'Host more own\n');
    assert.deepEqual(await sshHosts(home), ['own', 'a', 'more']);
  });

  it('finds none where there is no file, or a folder', async () => {
    assert.deepEqual(await sshHosts(home), []);
    await mkdir(path.join(home, '.ssh/config'));
    assert.deepEqual(await sshHosts(home), []);
  });

  it('tells files in PEM from others', async () => {
    const file = path.join(home, 'x.pem');
    await writeFile(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    assert.equal(await pemProblem(file, 'certificate'), 'noCertificate');
    await writeFile(file, '-----BEGIN EC PRIVATE KEY-----\n');
    assert.equal(await pemProblem(file, 'key'), undefined);
    assert.equal(await pemProblem('x.pem', 'key'), 'notAbsolute');
    assert.equal(await pemProblem(path.join(home, 'none'), 'key'), 'unreadable');
    assert.equal(await pemProblem(home, 'certificate'), 'noCertificate');
  });
});
