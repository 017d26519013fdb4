import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

/** New in each run, with characters that could be parsed as an expression, an argument or a line. */
const secretOf = (name: string) => `pw-${name}-${randomBytes(8).toString('hex')}-\${x}%{if}$$"'\\ -\r\n#é`;

for (const [name, bring] of [
  ['the oldest that is looked after (0.13.1)', () => findOrBringEngine({ suite: 'trixie', own: true })],
  ['the one of the bed (0.29.1)', () => findOrBringEngine({ own: true })],
  ['the newest', async () => findOrBringEngine({ buildx: await buildxFromGo(), own: true })],
] as const) {
  describe(`secrets of a build with buildx, ${name}`, function () {
    this.timeout(900_000);
    let engine: Engine;
    let registry: Registry;
    let base: string;
    const ends = new Ends();

    before(async function () {
      await bringOrSkip(this, async () => {
        registry = await startRegistry();
        ends.add(registry.stop);
        engine = await bring();
        ends.add(engine.stop);
      });
      ends.add(useEnvironment(engine.env));
      base = await pushBaseImage(registry);
    });
    after(() => ends.run());

    it('attack: a process of the machine reads a secret off a command line, an environment or the disk', async () => {
      const secrets = {
        NPM_TOKEN: secretOf('npm'),
        AWS_SECRET_ACCESS_KEY: secretOf('aws'),
        // these would change docker itself, or its child processes
        PATH_TOKEN: secretOf('path'),
        LD_PRELOAD_SECRET: secretOf('preload'),
        DOCKER_AUTH_CONFIG: `{"auths":{"${secretOf('auth').replace(/["\\\r\n]/g, '')}":{}}}`,
        BUILDX_BUILDER_TOKEN: secretOf('builder'),
      };
      const closed = await startRegistry({ auth: { user: 'me', password: 'enter' } });
      ends.add(closed.stop);
      const spy = await spies(closed, 'me', 'enter');
      const workspace = await workspaceWith({
        'sub/Dockerfile.app': [
          `FROM ${base} AS made`,
          ...Object.keys(secrets).map((arg) => `ARG ${arg}`),
          ...Object.entries(secrets).map(([arg, value]) => `RUN ${isThat(arg, value)}`),
          'ARG VERSION',
          'COPY here /here',
          'RUN test "$VERSION" = "1 2" && sleep 1',
          `FROM made AS more`,
        ].join('\n'),
        'sub/here': 'x',
      });
      const undo = useEnvironment(spy.env);
      const watch = watchProcesses(Object.values(secrets));
      const services = composeServices({ dockerPath: spy.docker });
      const tag = `${closed.host}/secrets/app-${randomBytes(4).toString('hex')}:1`;
      const shown: string[] = [];
      const report = await workspace.build(
        services,
        {
          dockerfile: 'sub/Dockerfile.app',
          context: 'sub',
          target: 'made',
          platforms: ['linux/amd64'],
          tags: [tag],
          output: 'push',
          buildArgs: { ...secrets, VERSION: '1 2' },
          extraArgs: ['--label', 'a=b${c}'],
        },
        { command: (argv) => shown.push(...argv) },
      );
      const seen = await watch.end();
      undo();
      assert.equal(report.failure, undefined, JSON.stringify(report.failure));
      assert.deepEqual([report.ok, report.verified], [true, true]);
      assert.ok(seen.looks > 3, 'somebody looked while it was built');
      assert.deepEqual(seen.found, []);
      const dumped = await spy.dumps();
      assert.ok(
        dumped.some(({ file }) => file.startsWith('docker-')) && dumped.some(({ file }) => file.startsWith('helper-')),
      );
      for (const part of Object.values(secrets).flatMap((value) => value.match(/pw-\w+-[\da-f]+/g) ?? [])) {
        assert.deepEqual(
          dumped.filter(({ text }) => text.includes(part)).map(({ file }) => file),
          [],
        );
        assert.ok(!JSON.stringify([services.commands, report, shown]).includes(part));
        assert.deepEqual(await filesWith(tmpdir(), part, [workspace.folder]), []);
      }
      await Promise.all([workspace.remove(), spy.remove()]);
    });

    it('gives the same build by hand-over as by arguments', async () => {
      const workspace = await workspaceWith({
        'app/Dockerfile': `FROM ${base}\nARG TOKEN\nARG PLAIN\nCOPY . /app\nRUN echo "$PLAIN" > /plain\n`,
        'app/.dockerignore': 'ignored\n',
        'app/ignored': 'x',
        'app/kept': 'y',
      });
      const request = {
        context: 'app',
        platforms: ['linux/amd64'],
        output: 'oci',
        extraArgs: ['--provenance=false'],
      } as const;
      const [plain, handed] = [
        await workspace.build(composeServices(), { ...request, destination: 'a', buildArgs: { PLAIN: 'p' } }),
        await workspace.build(composeServices(), {
          ...request,
          destination: 'b',
          buildArgs: { PLAIN: 'p', TOKEN: 'not-used-by-a-step' },
        }),
      ];
      assert.deepEqual([plain.ok, handed.ok], [true, true], JSON.stringify([plain.failure, handed.failure]));
      const layers = async (folder: string) => (await readOci(path.join(workspace.folder, folder))).layers;
      // the last layer records its arguments, copied files do not
      assert.deepEqual((await layers('a')).slice(0, -1), (await layers('b')).slice(0, -1));
      await workspace.remove();
    });

    it('hands secrets to all targets of a bake file, however they are named', async () => {
      const value = secretOf('bake');
      const step = `ARG MY_TOKEN\nRUN ${isThat('MY_TOKEN', value)}\n`;
      const workspace = await workspaceWith({
        'deploy/docker-bake.hcl': [
          'group "all" {\n  targets = ["app", "matrix"]\n}',
          'target "app" {\n  contexts = { base = "target:base" }\n}',
          'target "base" {\n  dockerfile = "Dockerfile.base"\n}',
          'target "matrix" {\n  matrix = { x = ["p", "q"] }\n  name = "m-${x}"\n}',
        ].join('\n'),
        'deploy/Dockerfile': `FROM ${base}\n${step}`,
        'deploy/Dockerfile.base': `FROM ${base}\n${step}`,
      });
      for (const bakeFiles of [{ bakeFiles: ['deploy/docker-bake.hcl'] }, {}]) {
        const services = composeServices();
        const report = await workspace.build(services, {
          context: 'deploy',
          ...bakeFiles,
          bakeTargets: ['all'],
          output: 'cache',
          platforms: ['linux/amd64'],
          buildArgs: { MY_TOKEN: value },
        });
        assert.equal(report.failure, undefined, JSON.stringify(report.failure));
        assert.ok(!JSON.stringify([services.commands, report]).includes('pw-bake-'));
      }
      await workspace.remove();
    });

    it('leaves nothing behind when a build with secrets is cancelled or fails', async () => {
      const value = secretOf('cancel');
      const workspace = await workspaceWith({
        Dockerfile: `FROM ${base}\nARG MY_TOKEN\nRUN echo started; sleep 600\n`,
        'fails/Dockerfile': `FROM ${base}\n\nARG MY_TOKEN\nRUN echo $MY_TOKEN; exit 4\n`,
      });
      const abort = new AbortController();
      const request = { platforms: ['linux/amd64'], output: 'cache', buildArgs: { MY_TOKEN: value } } as const;
      const services = composeServices();
      const cancelled = await workspace.build(
        services,
        request,
        {
          event: (event) => {
            if (event.kind === 'update' && event.update.logs.length > 0) {
              abort.abort();
            }
          },
        },
        abort.signal,
      );
      assert.equal(cancelled.failure?.code, 'cancelled');
      const failed = await workspace.build(services, { ...request, context: 'fails' });
      assert.deepEqual([failed.failure?.code, failed.failure?.location?.line], ['stepFailed', 4]);
      const part = /pw-\w+-[\da-f]+/.exec(value)?.[0] ?? '';
      assert.ok(!JSON.stringify([services.commands, failed, cancelled]).includes(part));
      assert.deepEqual(await filesWith(tmpdir(), part, [workspace.folder]), []);
      await workspace.remove();
    });
  });
}

/** A command that succeeds if a variable has a value, without containing the value itself. */
function isThat(variable: string, value: string): string {
  return `test "$(printf %s "$${variable}" | sha256sum | cut -c1-64)" = ${createHash('sha256').update(value).digest('hex')}`;
}

/** A docker that records its environment and arguments, and a credential helper that does the same. */
async function spies(registry: Registry, user: string, password: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'spies-'));
  const dumps = path.join(folder, 'dumps');
  await mkdir(dumps);
  const real = await which('docker');
  const note = (kind: string) => `{ env; tr '\\0' ' ' < /proc/$$/cmdline; } > "${dumps}/${kind}-$$"`;
  const docker = path.join(folder, 'docker');
  await script(docker, `${note('docker')}\nexec "${real}" "$@"`);
  const helper = `#!/bin/sh\n${note('helper')}\ncat > /dev/null\nprintf '{"ServerURL":"x","Username":"${user}","Secret":"${password}"}'`;
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await script(path.join(bin, 'docker-credential-spy'), helper);
  const config = path.join(folder, 'config');
  await mkdir(config);
  const former = process.env.DOCKER_CONFIG ?? '';
  for (const name of await readdir(former)) {
    if (name !== 'config.json') {
      await symlink(path.join(former, name), path.join(config, name));
    }
  }
  await writeFile(path.join(config, 'config.json'), JSON.stringify({ credHelpers: { [registry.host]: 'spy' } }));
  return {
    docker,
    env: { DOCKER_CONFIG: config, PATH: `${bin}:${process.env.PATH ?? ''}` },
    dumps: async () =>
      Promise.all(
        (await readdir(dumps)).map(async (file) => ({ file, text: await readFile(path.join(dumps, file), 'utf8') })),
      ),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function script(file: string, text: string): Promise<void> {
  await writeFile(file, text.startsWith('#!') ? text : `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}

async function which(program: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const found = await realpath(path.join(folder, program)).catch(() => undefined);
    if (found !== undefined) {
      return path.join(folder, program);
    }
  }
  throw new Error(`no ${program}`);
}

/** Repeatedly checks the arguments of all processes, and the environment of docker and its helpers. */
function watchProcesses(secrets: readonly string[]) {
  const parts = secrets.flatMap((secret) => secret.match(/pw-\w+-[\da-f]+/g) ?? []);
  const found = new Set<string>();
  let looks = 0;
  const stop = new AbortController();
  const look = async () => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const [line = '', environment = '', program = ''] = await Promise.all(
        ['cmdline', 'environ', 'comm'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      // the steps of the build itself have their arguments in their environment
      const theirs = program.startsWith('docker') ? `${line}${environment}` : line;
      const part = parts.find((each) => theirs.includes(each));
      if (part !== undefined) {
        found.add(`${program.trim()}: ${part}`);
      }
    }
    looks += 1;
  };
  const watching = (async () => {
    while (!stop.signal.aborted) {
      await look();
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await watching;
      return { looks, found: [...found] };
    },
  };
}

/** Files below a folder, not too large, that contain a text. */
async function filesWith(folder: string, text: string, besides: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (besides.includes(file)) {
      continue;
    }
    if (entry.isDirectory() && /^(?:multiarch-|spies-)/.test(path.relative(tmpdir(), file))) {
      found.push(...(await filesWith(file, text, besides)));
    } else if (entry.isFile() && (await readFile(file, 'utf8').catch(() => '')).includes(text)) {
      found.push(file);
    }
  }
  return found;
}

async function readOci(folder: string): Promise<{ layers: readonly string[] }> {
  const blob = async (digest: string) =>
    JSON.parse(await readFile(path.join(folder, 'blobs', ...digest.split(':')), 'utf8')) as {
      manifests?: { digest: string }[];
      layers?: { digest: string }[];
    };
  let document = JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8')) as Awaited<
    ReturnType<typeof blob>
  >;
  while (document.manifests?.[0]) {
    document = await blob(document.manifests[0].digest);
  }
  return { layers: (document.layers ?? []).map(({ digest }) => digest) };
}
