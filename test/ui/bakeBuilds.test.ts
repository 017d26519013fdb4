import assert from 'node:assert/strict';
import { readRegistry } from '../engine/registryReader.ts';
import { runWizard, type WizardWishes } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];

const bakeFile = (host: string) => `
group "services" {
  targets = ["api", "worker"]
}

group "checks" {
  targets = ["notes", "broken"]
}

target "_both" {
  platforms = ["linux/amd64", "linux/arm64"]
}

target "runtime" {
  context = "runtime"
}

target "web" {
  inherits = ["_both"]
  context  = "web"
  contexts = { runtime = "target:runtime" }
  tags     = ["${host}/site/web:1"]
}

target "api" {
  inherits = ["_both"]
  context  = "api"
  tags     = ["${host}/site/api:1"]
}

target "worker" {
  inherits = ["_both"]
  context  = "worker"
  tags     = ["${host}/site/worker:2"]
}

target "tool" {
  inherits = ["_both"]
  name     = "tool-\${kind}"
  matrix   = { kind = ["lint", "format"] }
  context  = "tool"
  args     = { KIND = kind }
  tags     = ["${host}/site/tool:\${kind}"]
}

target "notes" {
  dockerfile-inline = <<EOT
FROM scratch
COPY notes.txt /
EOT
}

target "draft" {
  tags              = ["${host}/site/draft:1"]
  dockerfile-inline = <<EOT
FROM ${host}/base:1
RUN echo draft && exit 4
EOT
}

target "broken" {
  context = "broken"
}

target "page" {
  context  = "web"
  contexts = { runtime = "target:broken" }
  tags     = ["${host}/site/page:1"]
}
`;

const ciFile = (host: string) => `
target "release" {
  context    = "api"
  dockerfile = "release.Dockerfile"
  platforms  = ["linux/amd64", "linux/arm64"]
  tags       = ["${host}/site/release:1"]
}
`;

const composeFile = (host: string) => `
services:
  base:
    build: ./base
  shop:
    image: ${host}/site/shop:1
    build:
      context: ./shop
      additional_contexts:
        base: service:base
      platforms:
        - linux/amd64
        - linux/arm64
`;

const broken = (base: string) => `FROM ${base}\nWORKDIR /src\nRUN true\nRUN echo broken && exit 3\n`;

describe('builds of bake and Compose files, by clicks', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base, registry: { host } }) => {
    const machine = (from: string) => `FROM ${from}\nRUN uname -m > /machine\n`;
    return {
      name: 'site',
      files: {
        'docker-bake.hcl': bakeFile(host),
        'notes.txt': 'notes\n',
        // an inline Dockerfile has the context and the default name of this file
        Dockerfile: machine(base),
        'runtime/Dockerfile': `FROM ${base}\nRUN uname -m > /runtime\n`,
        'web/Dockerfile': 'FROM runtime\nRUN cat /runtime > /web\n',
        'api/Dockerfile': machine(base),
        'api/release.Dockerfile': machine(base),
        'worker/Dockerfile': machine(base),
        'tool/Dockerfile': `FROM ${base}\nARG KIND\nRUN echo $KIND > /kind\n`,
        'broken/Dockerfile': broken(base),
        'ci/docker-bake.hcl': ciFile(host),
        'stack/compose.yaml': composeFile(host),
        'stack/base/Dockerfile': `FROM ${base}\nRUN uname -m > /base\n`,
        'stack/shop/Dockerfile': 'FROM base\nRUN cat /base > /shop\n',
      },
    };
  });
  const image = (name: string) => `${session().world.registry.host}/site/${name}`;

  /** Selects a source and its names, and runs the plan. Resolves to the lines of the plan: label → value. */
  const build = async (source: string, wishes: Partial<WizardWishes> = {}) => {
    const { workbench } = session();
    const { quickInput } = workbench;
    let plan: Readonly<Record<string, string>> = {};
    await runWizard(workbench, { source, platforms: both, ...wishes }, async (step) => {
      if (step === 'source') {
        // the list is longer than what it shows
        await quickInput.type(source);
      }
      if (step === 'plan') {
        const { rows } = await quickInput.waitUntil('the plan', (state) =>
          state.rows.some(({ label }) => label === 'Output'),
        );
        plan = Object.fromEntries(rows.map(({ label, description }) => [label, description]));
      }
    });
    return plan;
  };

  const pushed = async () => {
    const { workbench } = session();
    const { message, severity } = await workbench.waitForNotification(/./, 120_000);
    assert.equal((await workbench.notifications()).length, 1);
    return { message, severity };
  };

  /** The whole terminal, from its command on. */
  const terminal = async () => {
    const { workbench } = session();
    await workbench.command('View: Toggle Maximized Panel');
    const text = await workbench.waitForTerminal(/^\$ docker buildx bake [^]*^[✓✗] /m);
    await workbench.command('View: Toggle Maximized Panel');
    return text;
  };

  /** The images in the table of the terminal, with their platforms. */
  const built = async () =>
    (await terminal()).match(/^linux\/\w+ +\S+:\d+\/\S+/gm)?.map((row) => row.split(/ +/)) ?? [];

  /** The rows of a repository in the view of pushed images, once the tag shows this. */
  const listed = async (repository: string, tag: string, described = /^amd64, arm64 · /) => {
    const { workbench, world } = session();
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.waitForRow(repository, `${world.registry.host}/site`);
    await workbench.waitUntil(`${repository}:${tag} with ${String(described)}`, async () =>
      (await view.below(repository)).some(({ label, description }) => label === tag && described.test(description))
        ? true
        : undefined,
    );
    const names = (await view.rows()).map(({ label }) => label);
    assert.equal(names.filter((name) => name === repository).length, 1, names.join());
    return (await view.below(repository)).map(({ label, description }) => ({ label, description }));
  };

  /** The machines of the programs that the registry has for each platform. */
  const machines = async (repository: string, tag: string) => {
    const registry = readRegistry(session().world.registry);
    const { entries } = await registry.index(repository, tag);
    const images = entries.flatMap(({ digest, platform }) => (platform?.os === 'linux' ? [{ digest, platform }] : []));
    return Promise.all(
      images.map(async ({ digest, platform: { architecture } }) => [
        architecture,
        await registry.elfMachine(repository, digest),
      ]),
    );
  };
  const own = [
    ['amd64', 'x86-64'],
    ['arm64', 'aarch64'],
  ];

  it('push a target that is based on another one, and list its image once', async () => {
    const { workbench, screenshot } = session();
    const plan = await build('web');
    assert.deepEqual(
      [plan.Source, plan.Image],
      ['web · bake target in docker-bake.hcl', `from the file: ${image('web:1')}`],
    );
    assert.deepEqual(await pushed(), {
      message: `Pushed ${image('web:1')}; verified for linux/amd64, linux/arm64.`,
      severity: 'info',
    });
    const text = await workbench.waitForTerminal(/^Verified in the registry:/m);
    assert.deepEqual(verifiedIn(text), [image('web:1')]);
    const rows = await listed('web', '1');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['1'],
    );
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    assert.ok((await view.rows()).every(({ label }) => label !== 'runtime'));
    await screenshot('bake-linked');
    assert.deepEqual(await machines('site/web', '1'), own);
  });

  it('push a group with the names of its targets', async () => {
    const { workbench, screenshot } = session();
    const plan = await build('services');
    assert.deepEqual([plan.Source, plan.Image], ['services · bake group in docker-bake.hcl', undefined]);
    assert.deepEqual(await pushed(), {
      message: 'Pushed 2 images; verified for linux/amd64, linux/arm64.',
      severity: 'info',
    });
    await listed('api', '1');
    await listed('worker', '2');
    await screenshot('bake-group');
    await workbench.pressInNotification(/^Pushed/, 'Copy Pinned Reference');
    await workbench.waitUntil('both references in the clipboard', async () =>
      /^\S+\/site\/api:1@sha256:\w+\n\S+\/site\/worker:2@sha256:\w+$/.test(await workbench.clipboard())
        ? true
        : undefined,
    );
    assert.deepEqual(
      await built(),
      ['api:1', 'worker:2'].flatMap((name) => both.map((platform) => [platform, image(name)])),
    );
  });

  it('push a member of a matrix alone, and the whole matrix', async () => {
    const { workbench, screenshot } = session();
    const member = await build('tool-lint');
    assert.deepEqual(
      [member.Source, member.Image],
      ['tool-lint · bake target in docker-bake.hcl', `from the file: ${image('tool:lint')}`],
    );
    assert.equal((await pushed()).message, `Pushed ${image('tool:lint')}; verified for linux/amd64, linux/arm64.`);
    await listed('tool', 'lint');
    await listed('tool', 'format', /^not pushed yet$/);
    await screenshot('bake-matrix-member');
    await workbench.clearNotifications();

    const whole = await build('tool');
    assert.deepEqual([whole.Source, whole.Image], ['tool · bake group in docker-bake.hcl', undefined]);
    assert.equal((await pushed()).message, 'Pushed 2 images; verified for linux/amd64, linux/arm64.');
    await listed('tool', 'lint');
    await listed('tool', 'format');
    await screenshot('bake-matrix');
    assert.deepEqual(
      await built(),
      ['tool:format', 'tool:lint'].flatMap((name) => both.map((platform) => [platform, image(name)])),
    );
  });

  it('mark no file where an inline Dockerfile fails', async () => {
    const { workbench, screenshot } = session();
    await build('draft', { platforms: ['linux/amd64'], output: 'Fill the build cache only' });
    const { message, severity, buttons } = await workbench.waitForNotification(/./, 60_000);
    assert.deepEqual(
      [message, severity, buttons],
      ['The step “echo draft && exit 4” failed with exit code 4.', 'error', ['Build Again']],
    );
    const text = await workbench.waitForTerminal(/^✗ Failed after /m);
    // BuildKit's own lines have a bar before them
    assert.doesNotMatch(text, /^\S*Dockerfile:\d/m);
    await screenshot('bake-inline');
    assert.deepEqual(await workbench.problems(), []);
  });

  const marks = (what: string, source: string) => {
    it(`mark the Dockerfile of ${what}, among others of the same name`, async () => {
      await failsIn(source);
    });
  };
  marks('the target that fails', 'checks');
  // buildx then names the target that depends on it
  marks('the context of a target', 'page');

  async function failsIn(source: string) {
    const { workbench, world, screenshot } = session();
    await build(source, { platforms: ['linux/amd64'], output: 'Fill the build cache only' });
    const { message, severity, buttons } = await workbench.waitForNotification(/./, 60_000);
    assert.deepEqual(
      [message, severity, buttons],
      ['The step “echo broken && exit 3” failed with exit code 3.', 'error', ['Open Dockerfile', 'Build Again']],
    );
    await workbench.waitForTerminal(/^broken\/Dockerfile:4: error stepFailed: /m);
    await workbench.pressInNotification(/^The step/, 'Open Dockerfile');
    await workbench.waitUntil('the cursor in line 4', async () =>
      (await workbench.statusBar()).includes('Ln 4, Col 1') ? true : undefined,
    );
    await workbench.waitForProblem(/stepFailed/);
    const rows = await workbench.problems();
    await screenshot(`bake-broken-${source}`);
    assert.equal(rows.length, 2, rows.join('\n'));
    assert.match(rows[0]!, /^Dockerfile ?broken 1$/);
    assert.match(rows[1]!, /\[Ln 4, Col 1\]$/);
    assert.equal(await workbench.editorText(/exit\s3/), broken(world.base));
  }

  it('run a file of a subfolder in the folder that its paths are relative to', async () => {
    const { screenshot } = session();
    const plan = await build('release');
    assert.deepEqual(
      [plan.Source, plan.Image],
      ['release · bake target in ci/docker-bake.hcl', `from the file: ${image('release:1')}`],
    );
    assert.equal((await pushed()).message, `Pushed ${image('release:1')}; verified for linux/amd64, linux/arm64.`);
    await listed('release', '1');
    await screenshot('bake-ci');
    assert.match(await terminal(), /^\$ docker buildx bake --file ci\/docker-bake\.hcl /m);
    assert.deepEqual(await machines('site/release', '1'), own);
  });

  it('push a Compose service that is based on another one', async () => {
    const { workbench, screenshot } = session();
    const plan = await build('shop');
    assert.deepEqual(
      [plan.Source, plan.Image],
      ['shop · Compose service in stack/compose.yaml', `from the file: ${image('shop:1')}`],
    );
    assert.equal((await pushed()).message, `Pushed ${image('shop:1')}; verified for linux/amd64, linux/arm64.`);
    const text = await workbench.waitForTerminal(/^Verified in the registry:/m);
    assert.deepEqual(verifiedIn(text), [image('shop:1')]);
    await listed('shop', '1');
    await screenshot('bake-compose');
    assert.deepEqual(await machines('site/shop', '1'), own);
  });
});

/** The images that a terminal calls verified; a narrow terminal wraps them. */
function verifiedIn(terminal: string): readonly (string | undefined)[] {
  return [...terminal.matchAll(/^Verified in the registry:\s+([^@]+)@/gm)].map(([, image]) => image);
}
