import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { accessText } from '../../../../src/domain/policy/access.ts';
import { createBakeFiles } from '../../../../src/services/policy/bakeFiles.ts';
import { createAccessGuard } from '../../../../src/services/policy/accessGuard.ts';
import type { AccessQuestion } from '../../../../src/services/policy/questions.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';

const newest = { text: '0.38.2', major: 0, minor: 38 };

describe('what a bake file may do', () => {
  let root: string;
  let workspace: string;
  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'access-')));
    workspace = path.join(root, 'workspace');
    await mkdir(path.join(workspace, 'deploy'), { recursive: true });
    await mkdir(path.join(root, 'outside'));
    await symlink(path.join(root, 'outside'), path.join(workspace, 'link'));
    await symlink(path.join(root, 'gone', 'file'), path.join(workspace, 'dangling'));
    await writeFile(path.join(workspace, 'docker-bake.hcl'), 'target "app" {}');
  });
  after(() => rm(root, { recursive: true, force: true }));

  function world(env: Record<string, string> = {}) {
    const kept = new Map<string, readonly string[]>();
    const asked: AccessQuestion[] = [];
    const consents = {
      of: (key: string) => kept.get(key) ?? [],
      add: (key: string, allowed: readonly string[]) => {
        kept.set(key, allowed);
        return Promise.resolve();
      },
    };
    const guard = createAccessGuard({ consents, bakeFiles: createBakeFiles(env), env });
    const questions = (answer: boolean) => ({
      access: (question: AccessQuestion) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
      losses: () => Promise.resolve(undefined),
    });
    const run = (
      target: object,
      {
        request = {},
        answer,
        version = newest,
      }: { request?: BuildRequest; answer?: boolean; version?: typeof newest } = {},
    ) => {
      const given = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'cache', ...request } as const;
      const plan = planBuild(given, { directory: workspace, platforms: [] });
      assert.ok(plan.ok, JSON.stringify(plan));
      const definition = bakeDefinition('docker', plan.value).parse({
        stdout: JSON.stringify({ target: { app: target } }),
        stderr: '',
        exitCode: 0,
      });
      return guard(plan.value, definition, version, answer === undefined ? undefined : questions(answer));
    };
    return { run, asked };
  }
  const refused = (error: unknown) => error instanceof DiagnosedError && error.code === 'bakeAccessDenied';
  const outside = () => path.join(root, 'outside');

  for (const [what, target, expected] of [
    ['a context', { context: '../outside' }, 'fs.read=../outside'],
    ['a context that is a link', { context: 'link' }, 'fs.read=../outside'],
    ['a file below a link', { secret: [{ id: 'a', src: 'link/key' }] }, 'fs.read=../outside'],
    ['a link that leads to nothing yet', { output: [{ type: 'tar', dest: 'dangling' }] }, 'fs.write=..'],
    ['a Dockerfile', { dockerfile: '../outside/Dockerfile' }, 'fs.read=../outside'],
    [
      'a Dockerfile of a remote context',
      { context: 'https://a.b/c.git', dockerfile: '../outside/x' },
      'fs.read=../outside',
    ],
    ['a named context', { contexts: { more: 'cwd://../outside' } }, 'fs.read=../outside'],
    ['an OCI layout', { contexts: { more: 'oci-layout://../outside:tag@sha256:aa' } }, 'fs.read=../outside'],
    ['a secret, as old versions print it', { secret: ['id=a,source=../outside/key'] }, 'fs.read=../outside'],
    ['a key of SSH', { ssh: ['k=../outside/key'] }, 'fs.read=../outside'],
    ['a folder of results', { output: ['../outside'] }, 'fs.write=../outside'],
    ['a cache that is read', { 'cache-from': [{ type: 'local', src: '../outside' }] }, 'fs.read=../outside'],
    ['a cache that is written', { 'cache-to': ['type=local,dest=../outside'] }, 'fs.write=../outside'],
    ['the agent of SSH', { ssh: [{ id: 'default' }] }, 'ssh'],
    ['the agent of SSH for a context', { context: 'git@host:a/b.git' }, 'ssh'],
    ['the network', { entitlements: ['network.host'] }, 'network.host'],
    ['privileges', { entitlements: ['security.insecure'] }, 'security.insecure'],
    ['a device', { entitlements: ['device=vendor.com/gpu,required'] }, 'device=vendor.com/gpu'],
    ['stale files', { output: [{ type: 'local', dest: 'out', mode: 'delete' }] }, 'buildx-local-delete'],
  ] as const) {
    it(`attack: a bake file reaches out unasked by ${what}`, async () => {
      const { run, asked } = world();
      await assert.rejects(run(target), refused, 'nobody to ask');
      await assert.rejects(run(target, { request: { allow: [] }, answer: true }), refused, 'the task allows nothing');
      assert.deepEqual(asked, []);
      await assert.rejects(run(target, { answer: false }), isCancelled);
      const plan = await run(target, { answer: true });
      assert.deepEqual(plan.granted, [expected]);
      assert.equal((await run(target, { request: { allow: [expected] } })).granted?.[0], expected);
    });
  }

  it('is everything in the workspace folder, of which buildx is told what lies beside the file', async () => {
    const { run } = world();
    const inside = {
      context: '.',
      output: ['out'],
      contexts: { a: 'docker-image://b', c: 'target:d', e: 'https://f/g' },
    };
    assert.equal((await run(inside)).granted, undefined);
    const request = { context: 'deploy', bakeFiles: ['deploy/docker-bake.hcl'] };
    assert.deepEqual((await run({ context: '..' }, { request })).granted, ['fs.read=..']);
  });

  it('is what the command line names itself', async () => {
    const { run } = world();
    const request: BuildRequest = { secrets: ['id=a,src=../outside/key'], extraArgs: ['--allow=ssh'] };
    assert.equal(
      (await run({ secret: [{ id: 'a', src: '../outside/key' }], ssh: ['default'] }, { request })).granted,
      undefined,
    );
  });

  it('is remembered for the content of its files alone', async () => {
    const { run, asked } = world();
    const target = { context: '../outside' };
    await run(target, { answer: true });
    await run(target, { answer: true });
    await run(target);
    assert.equal(asked.length, 1);
    assert.deepEqual(asked[0]?.access.map(accessText), [`fs.read=${outside()}`]);
    await assert.rejects(run({ ...target, ssh: ['default'] }), refused, 'something more, by a variable');
    await writeFile(path.join(workspace, 'docker-bake.hcl'), 'target "app" { pull = true }');
    await assert.rejects(run(target), refused, 'another content');
  });

  it('is not told to a buildx that knows no --allow, and asked nevertheless', async () => {
    const { run, asked } = world();
    const version = { text: '0.13.1', major: 0, minor: 13 };
    assert.equal((await run({ context: '../outside' }, { answer: true, version })).granted, undefined);
    assert.equal(asked.length, 1);
  });

  it('is every file where the user turned that check off', async () => {
    const { run } = world({ BUILDX_BAKE_ENTITLEMENTS_FS: '0' });
    assert.equal((await run({ context: '../outside', ssh: ['default'] })).granted, undefined);
    await assert.rejects(run({ entitlements: ['network.host'] }), refused);
  });
});
