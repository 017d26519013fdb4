import assert from 'node:assert/strict';
import { access, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { workspace } from 'vscode';
import { api, folder } from './support.ts';

describe('settings of a workspace', function () {
  this.timeout(60_000);

  it('attack: a workspace says which program is run', async () => {
    const { fsPath } = folder().uri;
    const [evil, file] = [path.join(fsPath, 'evil'), path.join(fsPath, '.vscode', 'settings.json')];
    const former = await readFile(file, 'utf8').catch(() => undefined);
    const image = () => workspace.getConfiguration('multiarch').get('image');
    const until = async (isThere: () => boolean) => {
      while (!isThere()) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await writeFile(evil, '#!/bin/sh\ntouch "$0.ran"\n');
    await chmod(evil, 0o755);
    await mkdir(path.dirname(file), { recursive: true });
    try {
      // a workspace may set the last one: it shows that VS Code has read the file
      const names = ['docker.path', 'kubectl.path', 'image'];
      const settings = Object.fromEntries(names.map((name) => [`multiarch.${name}`, evil]));
      await writeFile(file, JSON.stringify({ ...(JSON.parse(former ?? '{}') as object), ...settings }));
      await until(() => image() === evil);
      const { builders } = await api();
      await builders().catch(() => undefined);
      await assert.rejects(access(`${evil}.ran`));
    } finally {
      await (former === undefined ? rm(file) : writeFile(file, former));
      await rm(evil);
      await until(() => image() !== evil);
    }
  });
});
