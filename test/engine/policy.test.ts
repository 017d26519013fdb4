import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildRequest } from '../../src/domain/build/request.ts';
import type { BuildNote } from '../../src/services/builds/follow.ts';
import type { AccessQuestion, BuildQuestions, LossAnswer } from '../../src/services/policy/questions.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { startCountingProxy } from './countingProxy.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const dockerfile = 'FROM scratch\nARG TARGETARCH\nCOPY file /file\n';
const unasked: BuildQuestions = {
  access: () => Promise.reject(new Error('nothing was to be asked')),
  losses: () => Promise.reject(new Error('nothing was to be asked')),
};

/** A bake file, its name, and whether it needs access outside its own folder. */
const bakeFiles: readonly (readonly [string, string])[] = [
  ['nothing more', 'context = "."'],
  ['a folder below', 'contexts = { more = "sub" }'],
  ['a context outside', 'context = "../outside"'],
  ['a context outside, by a link', 'contexts = { more = "link" }'],
  ['a Dockerfile outside', 'dockerfile = "../outside/Dockerfile"'],
  ['a named context outside', 'contexts = { more = "../outside" }'],
  ['an image as context', 'contexts = { more = "docker-image://registry.test/a:1" }'],
  ['a secret outside', 'secret = ["id=a,src=../outside/file"]'],
  ['a secret beside', 'secret = ["id=a,src=file"]'],
  ['a secret of the environment', 'secret = ["type=env,id=a,env=HOME"]'],
  ['a result outside', 'output = ["type=local,dest=../outside/result"]'],
  ['a result inside', 'output = ["type=local,dest=result"]'],
  ['an archive outside', 'output = ["type=oci,dest=../outside/result.tar"]'],
  ['a cache written outside', 'cache-to = ["type=local,dest=../outside/cache"]'],
  ['a cache written inside', 'cache-to = ["type=local,dest=cache"]'],
  ['a cache read outside', 'cache-from = ["type=local,src=../outside/cache"]'],
  ['the network of the host', 'entitlements = ["network.host"]'],
  ['privileges', 'entitlements = ["security.insecure"]'],
];

for (const [name, bring] of [
  ['the usual one', () => findOrBringEngine()],
  ['the newest', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
] as const) {
  describe(`what a bake file may do, against ${name} of buildx`, function () {
    this.timeout(600_000);
    let engine: Engine;
    const ends = new Ends();
    before(async function () {
      engine = await bringOrSkip(this, bring);
      ends.add(() => engine.stop());
      ends.add(useEnvironment(engine.env));
    });
    after(() => ends.run());

    it('attack: the same command is refused with plain progress, and runs here unasked', async () => {
      const { link, folder, remove } = await workspaceInside();
      const services = composeServices();
      const docker = await services.environment.docker();
      await link();
      for (const [what, body] of bakeFiles) {
        await writeFile(path.join(folder, 'docker-bake.hcl'), `target "app" {\n  ${body}\n}\n`);
        const asked: AccessQuestion[] = [];
        const report = await build({ bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'push' }, folder, {
          ...unasked,
          access: (question) => {
            asked.push(question);
            return Promise.resolve(false);
          },
        });
        let stderr = '';
        await services.runner.stream(
          {
            file: docker,
            args: ['buildx', 'bake', '--progress', 'plain', '--push', '--file', 'docker-bake.hcl', 'app'],
          },
          { directory: folder, onStderr: (chunk) => (stderr += new TextDecoder().decode(chunk)) },
        );
        const isRefused = stderr.includes('additional privileges requested');
        assert.equal(asked.length > 0, isRefused, `${what}: ${stderr}`);
        assert.equal(report.failure?.code === 'cancelled', isRefused, what);
      }
      await remove();
    });

    it('attack: a bake file reaches out where it sees a secret, or where reading it builds it', async () => {
      const { folder, remove } = await workspaceInside();
      const asked: AccessQuestion[] = [];
      const questions: BuildQuestions = {
        ...unasked,
        access: (question) => {
          asked.push(question);
          return Promise.resolve(false);
        },
      };
      for (const [more, request] of [
        ['target.app.args.MY_TOKEN == "" ? "." : "../outside"', { buildArgs: { MY_TOKEN: 'not-empty' } }],
        ['"../outside"', { extraArgs: ['--print=false'] }],
      ] as const) {
        const body = `args = { MY_TOKEN = "" }\n  contexts = { more = ${more} }\n  tags = ["policy-unseen:1"]`;
        await writeFile(path.join(folder, 'docker-bake.hcl'), `target "app" {\n  ${body}\n}\n`);
        const report = await build({ bakeTargets: ['app'], output: 'load', ...request }, folder, questions);
        assert.equal(report.failure?.code, 'cancelled', more);
      }
      assert.equal(asked.length, 2);
      const services = composeServices();
      const docker = await services.environment.docker();
      const args = ['image', 'inspect', 'policy-unseen:1'];
      assert.notEqual(await services.runner.stream({ file: docker, args }, {}), 0, 'nothing was built');
      await remove();
    });

    it('runs what was allowed, and shows the command that plain progress takes', async () => {
      const { folder, remove } = await workspaceInside();
      await writeFile(
        path.join(folder, 'docker-bake.hcl'),
        'target "app" {\n  contexts = { more = "../outside" }\n  tags = ["policy-allowed:1"]\n}\n',
      );
      const request = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'cache' } as const;
      const report = await build({ ...request, allow: ['fs.read=../outside'] }, folder, unasked);
      assert.equal(report.failure, undefined);
      assert.ok(report.command.join(' ').includes('--allow fs.read=../outside'), report.command.join(' '));
      const services = composeServices();
      const [, ...args] = report.command;
      const exitCode = await services.runner.stream(
        {
          file: await services.environment.docker(),
          args: [...args.slice(0, 2), '--progress', 'plain', ...args.slice(2)],
        },
        { directory: folder },
      );
      assert.equal(exitCode, 0);
      const refused = await build({ ...request, allow: [] }, folder, unasked);
      assert.deepEqual([refused.ok, refused.failure?.code], [false, 'bakeAccessDenied']);
      await remove();
    });
  });
}

async function workspaceInside() {
  const { folder: root, remove } = await workspaceWith({
    'outside/Dockerfile': dockerfile,
    'outside/file': 'x',
    'workspace/Dockerfile': dockerfile,
    'workspace/file': 'x',
    'workspace/sub/file': 'x',
  });
  const { symlink } = await import('node:fs/promises');
  const folder = path.join(root, 'workspace');
  return { folder, remove, link: () => symlink(path.join(root, 'outside'), path.join(folder, 'link')) };
}

async function build(request: BuildRequest, folder: string, questions?: BuildQuestions) {
  const { planBuild } = await import('../../src/domain/build/planBuild.ts');
  const plan = planBuild(request, { directory: folder, platforms: ['linux/amd64'] });
  assert.ok(plan.ok, JSON.stringify(plan));
  const listener = { command: () => undefined, started: () => undefined, event: () => undefined };
  return composeServices().builds.run(plan.value, listener, new AbortController().signal, questions);
}

for (const [name, bring] of [
  ['the usual buildx', () => findOrBringEngine()],
  ['the oldest buildx', () => findOrBringEngine({ suite: 'trixie', own: true })],
  ['the newest buildx', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
] as const) {
  describe(`a build that does not push, with ${name} and a real registry`, function () {
    this.timeout(180_000);
    let registry: Registry;
    let proxy: Awaited<ReturnType<typeof startCountingProxy>>;
    const ends = new Ends();
    before(async function () {
      this.timeout(600_000);
      await bringOrSkip(this, async () => {
        const engine = await bring();
        ends.add(() => engine.stop());
        registry = await startRegistry();
        ends.add(registry.stop);
        ends.add(useEnvironment(engine.env));
      });
      proxy = await startCountingProxy(registry.host);
      ends.add(proxy.stop);
    });
    after(() => ends.run());

    const away = (name: string) => `type=registry,ref=${proxy.host}/local/${name}:cache`;
    const image = (name: string) => `${proxy.host}/local/${name}:1`;
    const bake = (name: string) => `target "app" {
  tags = ["${image(name)}"]
  output = ["type=registry"]
  cache-to = ["${away(name)}"]
  attest = ["type=provenance,mode=max"]
  contexts = { base = "target:base" }
}
target "base" { cache-to = ["${away(`${name}-base`)}"] }
`;
    const compose = (name: string) => `services:
  app:
    image: ${image(name)}
    build:
      context: .
      cache_to: ["${away(name)}"]
      x-bake:
        output: ["type=registry"]
        tags: ["${image(name)}"]
`;

    for (const output of ['load', 'oci', 'cache'] as const) {
      it(`attack: something arrives at the registry with output ${output}`, async () => {
        const workspace = await workspaceWith({
          Dockerfile: dockerfile,
          file: output,
          'docker-bake.hcl': bake(output),
          'compose.yaml': compose(output),
        });
        const services = composeServices();
        const common = { platforms: ['linux/amd64'], output } as const;
        const requests: readonly BuildRequest[] = [
          { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'] },
          { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], tags: [image('mine')], cacheTo: [away('mine')] },
          {
            bakeFiles: ['docker-bake.hcl'],
            bakeTargets: ['app'],
            extraArgs: ['--push', '--set', '*.output+=type=registry'],
          },
          { bakeFiles: ['compose.yaml'], bakeTargets: ['app'] },
          { tags: [image('own')], cacheTo: [away('own')] },
          { tags: [image('own')], extraArgs: ['--push'] },
          { tags: [image('own')], extraArgs: ['--output', 'type=registry', `--cache-to=${away('own')}`] },
        ];
        for (const request of requests) {
          const report = await workspace.build(services, { ...request, ...common });
          assert.equal(report.failure, undefined, JSON.stringify(request));
        }
        assert.deepEqual(proxy.asked, []);
        await workspace.remove();
      });
    }

    it('is what it is about: the old command line pushes', async () => {
      const workspace = await workspaceWith({ Dockerfile: dockerfile, file: 'x', 'docker-bake.hcl': bake('old') });
      const services = composeServices();
      const args = ['buildx', 'bake', '--file', 'docker-bake.hcl', '--load', 'app'];
      await services.runner.stream(
        { file: await services.environment.docker(), args },
        { directory: workspace.folder },
      );
      assert.ok(proxy.asked.some((request) => request.startsWith('PUT ')));
      await workspace.remove();
    });
  });
}

describe('a push that would take platforms from a tag of a real registry', function () {
  this.timeout(180_000);
  let registry: Registry;
  let proxy: Awaited<ReturnType<typeof startCountingProxy>>;
  const noted: string[] = [];
  const ends = new Ends();
  before(async function () {
    this.timeout(600_000);
    await bringOrSkip(this, async () => {
      const engine = await findOrBringEngine();
      ends.add(() => engine.stop());
      registry = await startRegistry();
      ends.add(registry.stop);
      ends.add(useEnvironment(engine.env));
    });
    proxy = await startCountingProxy(registry.host);
    ends.add(proxy.stop);
  });
  after(() => ends.run());

  const services = () =>
    composeServices({
      former: {
        add: (id, digest) => {
          noted.push(`${id} ${digest}`);
          return Promise.resolve();
        },
      },
    });
  const platformsOf = async (tag: string) => {
    const { digest, images } = await composeServices().images.inspect(tag);
    return { digest, platforms: images.map(({ platform }) => platform).sort() };
  };
  const answer = (given: LossAnswer | undefined): BuildQuestions => ({
    ...unasked,
    losses: () => Promise.resolve(given),
  });

  /** A workspace whose image is in the registry for both platforms. */
  async function pushedBoth(name: string) {
    const workspace = await workspaceWith({ Dockerfile: dockerfile, file: `${name} before` });
    const tag = `${proxy.host}/losing/${name}:1`;
    const first = await workspace.build(services(), { platforms: both, tags: [tag], output: 'push' });
    assert.equal(first.failure, undefined);
    await mkdir(path.join(workspace.folder, 'more'), { recursive: true });
    await writeFile(path.join(workspace.folder, 'file'), `${name} after`);
    return { workspace, tag, before: await platformsOf(tag) };
  }
  const signal = () => new AbortController().signal;

  it('attack: it replaces the tag unasked', async () => {
    const { workspace, tag, before } = await pushedBoth('unasked');
    const request = { platforms: ['linux/amd64'], tags: [tag], output: 'push' } as const;
    const unattended = await workspace.build(services(), request);
    assert.deepEqual([unattended.ok, unattended.failure?.code], [false, 'platformsLost']);
    const failing = await workspace.build(
      services(),
      { ...request, onMissingPlatforms: 'fail' },
      {},
      signal(),
      unasked,
    );
    assert.equal(failing.failure?.code, 'platformsLost');
    const cancelled = await workspace.build(services(), request, {}, signal(), answer(undefined));
    assert.equal(cancelled.failure?.code, 'cancelled');
    assert.deepEqual(await platformsOf(tag), before);
    await workspace.remove();
  });

  it('replaces it when that is said, and knows what it was', async () => {
    const { workspace, tag, before } = await pushedBoth('replaced');
    const request = { platforms: ['linux/amd64'], tags: [tag], output: 'push' } as const;
    const report = await workspace.build(services(), request, {}, signal(), answer('replace'));
    assert.equal(report.failure, undefined);
    assert.deepEqual((await platformsOf(tag)).platforms, ['linux/amd64']);
    assert.ok(noted.includes(`${tag} ${before.digest}`));
    await workspace.remove();
  });

  for (const [what, name, secret] of [
    ['', '', {}],
    [', with secrets, too', '-secret', { buildArgs: { MY_TOKEN: 'not-empty' } }],
  ] as const) {
    it(`keeps them, and the tag is moved in one step${what}`, async () => {
      const { workspace, tag, before } = await pushedBoth(`kept${name}`);
      const notes: BuildNote[] = [];
      const from = proxy.asked.length;
      const report = await workspace.build(
        services(),
        { platforms: ['linux/amd64'], tags: [tag], output: 'push', onMissingPlatforms: 'keep', ...secret },
        { note: (note) => notes.push(note) },
      );
      assert.equal(report.failure, undefined);
      const after = await platformsOf(tag);
      assert.deepEqual(after.platforms, both);
      assert.equal(report.digest, after.digest);
      assert.equal(report.reference, tag);
      assert.deepEqual(report.images, [{ reference: tag, digest: after.digest }]);
      assert.notEqual(after.digest, before.digest);
      const old = await composeServices().images.inspect(`${tag.replace(/:1$/, '')}@${before.digest}`);
      const now = await composeServices().images.inspect(tag);
      const digestOf = (image: typeof old, platform: string) =>
        image.images.find((each) => each.platform === platform)?.digest;
      assert.equal(digestOf(now, 'linux/arm64'), digestOf(old, 'linux/arm64'));
      assert.notEqual(digestOf(now, 'linux/amd64'), digestOf(old, 'linux/amd64'));
      const moved = proxy.asked.slice(from).filter((request) => request === `PUT /v2/losing/kept${name}/manifests/1`);
      assert.equal(moved.length, 1);
      assert.deepEqual(
        notes.map((note) => note.kind === 'aside' && note.platforms),
        [['linux/arm64']],
      );
      assert.ok(noted.includes(`${tag} ${before.digest}`));
      await workspace.remove();
    });

    it(`keeps them for one of the images of a bake file alone${what}`, async () => {
      const { workspace, tag } = await pushedBoth(`bake${name}`);
      const other = `${proxy.host}/losing/bake${name}-other:1`;
      await writeFile(
        path.join(workspace.folder, 'docker-bake.hcl'),
        `group "default" { targets = ["one", "two"] }
target "one" {
  tags = ["${tag}"]
  platforms = ["linux/amd64"]
}
target "two" {
  tags = ["${other}"]
  platforms = ["linux/amd64", "linux/arm64"]
}
`,
      );
      const request = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['default'], output: 'push', ...secret } as const;
      assert.equal((await workspace.build(services(), request)).failure?.code, 'platformsLost');
      const report = await workspace.build(services(), request, {}, signal(), answer('keep'));
      assert.equal(report.failure, undefined);
      assert.deepEqual((await platformsOf(tag)).platforms, both);
      assert.deepEqual((await platformsOf(other)).platforms, both);
      assert.deepEqual(
        report.images.map(({ reference }) => reference),
        [tag, other],
      );
      await workspace.remove();
    });
  }

  it('goes to another tag', async () => {
    const { workspace, tag, before } = await pushedBoth('other');
    const other = tag.replace(/:1$/, ':2');
    const request = { platforms: ['linux/amd64'], tags: [tag], output: 'push' } as const;
    const report = await workspace.build(services(), request, {}, signal(), answer({ tag: other }));
    assert.equal(report.failure, undefined);
    assert.equal(report.reference, other);
    assert.deepEqual((await platformsOf(other)).platforms, ['linux/amd64']);
    assert.deepEqual(await platformsOf(tag), before);
    await workspace.remove();
  });
});
