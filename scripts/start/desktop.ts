import { runVSCodeCommand } from '@vscode/test-electron';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quietSettings } from '../../test/bed/vscode/settings.ts';
import type { OpenOptions } from '../../test/bed/vscode/open.ts';

/** Downloads the stable desktop VS Code, opens it with its own profile, and waits until its window closes. */
export async function openDesktop({ workspace, prepare, vsix = [], settings, env }: OpenOptions): Promise<void> {
  const root = await mkdtemp(path.join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'ma-'));
  try {
    const folder = path.join(root, path.basename(workspace));
    await cp(workspace, folder, { recursive: true });
    await prepare?.(folder);
    const user = path.join(root, 'user');
    await mkdir(path.join(user, 'User'), { recursive: true });
    await writeFile(path.join(user, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
    const profile = ['--user-data-dir', user, '--extensions-dir', path.join(root, 'extensions')];
    const options = { version: 'stable', spawn: { env: { ...process.env, ...env } } };
    for (const file of vsix) {
      await runVSCodeCommand(['--install-extension', file, ...profile], options);
    }
    await runVSCodeCommand([folder, '--new-window', '--wait', ...profile], options);
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
