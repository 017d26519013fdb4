import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { withRegistries } from '../../../../../src/services/builders/setUp/configFiles.ts';

describe('the configuration of a builder that is made', () => {
  const registry = { host: 'registry.example:5000', http: true };

  it('attack: another user of the machine reads the configuration of a builder', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    await withRegistries([registry], '/nowhere', async (file = '') => {
      assert.equal((await stat(file)).mode & 0o077, 0);
      assert.equal((await stat(path.dirname(file))).mode & 0o077, 0);
    });
  });

  it('is gone when the builder was made, and when that failed', async () => {
    let made = '';
    await withRegistries([registry], '/nowhere', (file = '') => {
      made = file;
      return Promise.resolve();
    });
    await assert.rejects(stat(path.dirname(made)));
    await assert.rejects(
      withRegistries([registry], '/nowhere', (file = '') => {
        made = file;
        return Promise.reject(new Error('no builder'));
      }),
      /no builder/,
    );
    await assert.rejects(stat(path.dirname(made)));
  });
});
