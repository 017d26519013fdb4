import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../engine/lock.ts';
import { run } from '../engine/processes.ts';
import { say } from '../engine/say.ts';
import { BedUnavailable } from '../engine/unavailable.ts';
import { bedPath } from '../paths.ts';
import { ensureCommands, findCommand } from './commands.ts';

/** The newest VS Code of the bed, and the oldest one that `engines.vscode` allows. */
export type Edition = 'newest' | 'minimum';

/** The npm package code-server contains VS Code's own server and workbench; each version needs its own Node. */
const editions = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  minimum: { codeServer: '4.105.1', node: '22.23.3' },
} as const satisfies Record<Edition, object>;

export interface Installed {
  readonly version: string;
  /** The Node that the server and its extension host run on. */
  readonly node: string;
  readonly serverMain: string;
}

/** Large dependencies of VS Code's server that no test uses: AI agents, their sandbox, dev containers. */
const unwanted = ['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli'];
/** Dependencies that a version downloads from GitHub, which the bed cannot use; the registry has them, too. */
const fromRegistry: Readonly<Record<string, string>> = { '@parcel/watcher': '2.5.6' };
/** Dependencies without a prebuilt binary; the second one changed its name between versions. */
const compiled = ['@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'];

function npmInstall(cwd: string, ...packages: string[]): Promise<string> {
  const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return run('npm', ['install', ...flags, ...packages], { cwd });
}

async function build(home: string, edition: Edition): Promise<void> {
  const { codeServer, node } = editions[edition];
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, 'package.json'), '{ "private": true }\n');
  const nodePackage = `node-linux-${process.arch}`;
  await npmInstall(home, `${nodePackage}@${node}`, `code-server@${codeServer}`);

  const code = path.join(home, 'node_modules/code-server/lib/vscode');
  await trimManifest(path.join(code, 'package.json'));
  // `npm ci` refuses: VS Code's lock file does not match its manifest
  await npmInstall(code);
  await compileModules(path.join(code, 'node_modules'), path.join(home, 'node_modules', nodePackage));
  await linkRipgrep(path.join(code, 'node_modules/@vscode/ripgrep'));
}

async function trimManifest(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
  const dependencies = Object.entries(manifest.dependencies)
    .filter(([name]) => !unwanted.includes(name))
    .map(([name, version]) => [name, version.includes('/') ? (fromRegistry[name] ?? version) : version]);
  await writeFile(file, JSON.stringify({ ...manifest, dependencies: Object.fromEntries(dependencies) as unknown }));
}

/** Builds the native modules with npm's own node-gyp, with the headers of the Node in `nodeHome`. */
async function compileModules(modules: string, nodeHome: string): Promise<void> {
  const npm = await findCommand('npm');
  if (npm === undefined) {
    throw new BedUnavailable('there is no npm on PATH');
  }
  const gyp = path.join(npm, '../../node_modules/node-gyp/bin/node-gyp.js');
  const prebuilt = existsSync(path.join(modules, `node-pty/prebuilds/linux-${process.arch}`));
  for (const name of prebuilt ? compiled : [...compiled, 'node-pty']) {
    const cwd = path.join(modules, name);
    if (existsSync(cwd)) {
      await run(path.join(nodeHome, 'bin/node'), [gyp, 'rebuild', `--nodedir=${nodeHome}`], { cwd });
    }
  }
}

/** Older versions download ripgrep from GitHub in a postinstall script; Debian's works as well. */
async function linkRipgrep(ripgrep: string): Promise<void> {
  if (!existsSync(ripgrep) || existsSync(path.join(ripgrep, 'bin/rg'))) {
    return;
  }
  await ensureCommands({ rg: ['ripgrep'] });
  await mkdir(path.join(ripgrep, 'bin'), { recursive: true });
  await symlink((await findCommand('rg'))!, path.join(ripgrep, 'bin/rg'));
}

/**
 * A VS Code server of that edition in the test bed's folder, installed from npm if necessary.
 * @throws BedUnavailable if it is not available: not Linux, or no compiler
 */
export async function installVsCode(edition: Edition): Promise<Installed> {
  const { codeServer, node } = editions[edition];
  if (process.platform !== 'linux') {
    throw new BedUnavailable('the VS Code server of the test bed runs on Linux only');
  }
  const name = `code-server-${codeServer}`;
  const home = bedPath('vscode', `${name}-node-${node}`);
  if (!existsSync(home)) {
    await withLock(name, `installing ${name}`, async () => {
      if (existsSync(home)) {
        return;
      }
      await ensureCommands({ 'g++': ['g++'], make: ['make'], python3: ['python3'] });
      say(`installing VS Code's server from npm (code-server ${codeServer}, Node ${node}); once, about a minute …`);
      const started = Date.now();
      const fresh = `${home}.new`;
      await rm(fresh, { recursive: true, force: true });
      await build(fresh, edition);
      await rename(fresh, home);
      say(`installed VS Code's server in ${Math.round((Date.now() - started) / 1000)} s`);
    });
  }
  const code = path.join(home, 'node_modules/code-server/lib/vscode');
  const { version } = JSON.parse(await readFile(path.join(code, 'package.json'), 'utf8')) as { version: string };
  return {
    version,
    node: path.join(home, 'node_modules', `node-linux-${process.arch}`, 'bin/node'),
    serverMain: path.join(code, 'out/server-main.js'),
  };
}
