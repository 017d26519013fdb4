// node scripts/run.mjs NAME [args…]: runs scripts/NAME.ts under the project's own Node (devDependency `node`), whatever
// Node the machine has. Installs the dependencies first where they are missing or not those of package-lock.json.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(root, 'node_modules');
const windows = process.platform === 'win32';
const node = path.join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** npm notes what it installed in node_modules/.package-lock.json: it must be what package-lock.json asks for. */
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
  // `npm start --silent` means the script's output, not why an installation fails
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
    // a terminal has sent Ctrl+C to the child as well
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
