import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

interface Where {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/**
 * The absolute path of a program on PATH. Skips relative entries, so that nothing in the current folder, which may be an untrusted
 * workspace, ever runs. Returns an absolute path unchanged.
 */
export async function findExecutable(
  name: string,
  where: Where = { env: process.env, platform: process.platform },
): Promise<string | undefined> {
  const windows = where.platform === 'win32';
  const paths = windows ? path.win32 : path.posix;
  if (paths.isAbsolute(name)) {
    return (await isExecutable(name)) ? name : undefined;
  }
  if (name === '' || name !== paths.basename(name)) {
    return undefined;
  }
  for (const folder of searchPath(where.env, windows)) {
    if (!paths.isAbsolute(folder)) {
      continue;
    }
    for (const extension of extensions(name, where.env, windows)) {
      const candidate = paths.join(folder, name + extension);
      if (await isExecutable(candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

function searchPath(env: NodeJS.ProcessEnv, windows: boolean): string[] {
  const key = windows ? Object.keys(env).find((name) => name.toUpperCase() === 'PATH') : 'PATH';
  const value = key === undefined ? undefined : env[key];
  return (value ?? '').split(windows ? ';' : ':').filter((folder) => folder !== '');
}

function extensions(name: string, env: NodeJS.ProcessEnv, windows: boolean): string[] {
  if (!windows || /\.(exe|com)$/i.test(name)) {
    return [''];
  }
  // .cmd and .bat require a shell, which is never used.
  return (env.PATHEXT ?? '.EXE').split(';').filter((extension) => /^\.(exe|com)$/i.test(extension));
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
