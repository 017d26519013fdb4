// node scripts/run.mjs NAME [args…]: runs scripts/NAME.ts with the project's own Node (devDependency `node`), regardless of the machine's.
// Installs the dependencies first if they are missing or do not match package-lock.json.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(root, 'node_modules');
const windows = process.platform === 'win32';
const node = path.join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** npm records the installed packages in node_modules/.package-lock.json, which must match package-lock.json. */
function installed() {
  const noted = path.join(modules, '.package-lock.json');
  if (!existsSync(noted) || !existsSync(node)) {
    return false;
  }
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [wanted, present] = [packages(path.join(root, 'package-lock.json')), packages(noted)];
  return Object.entries(wanted).every(
    ([where, { version, optional }]) => where === '' || optional || present[where]?.version === version,
  );
}

function install() {
  console.log(
    `${existsSync(modules) ? 'The dependencies are not those of package-lock.json' : 'No node_modules'}: npm ci`,
  );
  const started = Date.now();
  const npm = process.env.npm_execpath;
  // `npm start --silent` suppresses the script's output, not the errors of an installation
  const env = { ...process.env, npm_config_loglevel: 'error' };
  const options = { cwd: root, stdio: 'inherit', env };
  const { status } = npm
    ? spawnSync(process.execPath, [npm, 'ci'], options)
    : spawnSync('npm', ['ci'], { ...options, shell: windows });
  if (status !== 0 || !existsSync(node)) {
    console.error(
      status === 0 ? 'npm ci left no node_modules/node/bin/node: were install scripts off?' : 'npm ci failed',
    );
    process.exit(1);
  }
  console.log(`npm ci took ${Math.round((Date.now() - started) / 1000)} s`);
}

const [name, ...args] = process.argv.slice(2);
const script = path.join(root, 'scripts', `${name}.ts`);
if (!name || !existsSync(script)) {
  console.error('usage: node scripts/run.mjs NAME [args…], where scripts/NAME.ts exists');
  process.exit(2);
}
if (!installed()) {
  install();
}

const key = Object.keys(process.env).find((variable) => variable.toUpperCase() === 'PATH') ?? 'PATH';
const search = [path.dirname(node), path.join(modules, '.bin'), process.env[key] ?? ''].join(path.delimiter);
const child = spawn(node, ['--import', 'tsx', script, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, [key]: search },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // the terminal has sent Ctrl+C to the child, too
    if (signal !== 'SIGINT' || !process.stdin.isTTY) {
      child.kill(signal);
    }
  });
}
child.on('error', (error) => {
  console.error(`${node} does not start: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code ?? 1);
  }
});
