import assert from 'node:assert/strict';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { carriesSecrets } from '../../../../src/domain/build/planSecrets.ts';
import { secretBuildCommand, shownCommand } from '../../../../src/tools/buildx/secretBuild.ts';

const directory = path.resolve('/workspace');
const reporting = { progress: 'rawjson', metadataFile: '/tmp/m.json' } as const;
const value = ['pw', 'X7k2', 'mQ9z'].join('');

function planned(request: BuildRequest) {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64', 'linux/arm64'] });
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
}

function problemsOf(request: BuildRequest) {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64'] });
  return plan.ok ? [] : plan.problem;
}

const command = (request: BuildRequest) => secretBuildCommand('docker', planned(request), reporting, ['app', 'base']);

describe('a build that carries secrets', () => {
  it('is one with a secret build argument, or with credentials anywhere else', () => {
    for (const request of [
      { buildArgs: { NPM_TOKEN: value } },
      { buildArgs: { VERSION: `ghp_${value.repeat(4)}` } },
      { cacheTo: [`type=s3,region=eu,secret_access_key=${value}`] },
      { cacheFrom: [`type=azblob,account_key=${value}`] },
      { extraArgs: ['--build-arg', `NPM_TOKEN=${value}`] },
      { extraArgs: [`--label=token=${value}`] },
      { labels: { token: value } },
      { annotations: [`index:api_token=${value}`] },
      { context: `https://me:${value}@github.com/a/b.git` },
      { buildContexts: { base: `https://me:${value}@github.com/a/b.git` } },
    ]) {
      assert.equal(carriesSecrets(planned({ output: 'cache', ...request })), true, JSON.stringify(request));
    }
    const plain = { buildArgs: { VERSION: '1' }, secrets: ['id=npm_token,src=.npmrc'], cacheTo: ['type=gha,mode=max'] };
    assert.equal(
      carriesSecrets(planned({ output: 'cache', ...plain, extraArgs: ['--no-cache', '--ssh', 'default'] })),
      false,
    );
  });

  it('attack: a process of the machine reads a secret off a command line or out of an environment', () => {
    const { args, env, input } = command({
      output: 'cache',
      buildArgs: {
        NPM_TOKEN: value,
        PATH: '/evil',
        LD_PRELOAD: '/evil.so',
        AWS_SECRET_ACCESS_KEY: value,
        VERSION: '1',
      },
      cacheTo: [`type=s3,region=eu,secret_access_key=${value}`],
      extraArgs: ['--label', `token=${value}`],
    });
    assert.ok(!JSON.stringify(args).includes(value));
    assert.deepEqual(env, { BUILDX_BAKE_ENTITLEMENTS_FS: '0' });
    assert.equal(input.split(value).length - 1, 4);
  });

  it('says in its definition what the command line of the plan says', () => {
    const { args, input, kind } = command({
      dockerfile: 'app/Dockerfile.prod',
      context: 'app',
      platforms: ['aarch64', 'linux/arm'],
      tags: ['r.io/app:1', 'r.io/app:latest'],
      output: 'push',
      target: 'final',
      builder: 'farm',
      buildArgs: { NPM_TOKEN: value, VERSION: '1 2' },
      buildContexts: { base: 'docker-image://r.io/base:1' },
      secrets: ['id=npm,src=.npmrc'],
      cacheFrom: ['type=gha'],
      cacheTo: ['type=gha,mode=max'],
      extraArgs: [
        '--no-cache',
        '--label',
        'a=b=c',
        '--provenance',
        'mode=max',
        '--allow=network.host',
        '--add-host',
        'h:1.2.3.4',
      ],
    });
    assert.deepEqual(args, [
      'buildx', 'bake', '--builder', 'farm', '--progress', 'rawjson', '--metadata-file', '/tmp/m.json', '--file', '-', '--push',
      '--provenance=mode=max', '--allow', 'network.host', '--', 'default',
    ]); // prettier-ignore
    assert.equal(kind, 'bake');
    assert.deepEqual(JSON.parse(input), {
      target: {
        default: {
          context: 'app',
          dockerfile: path.join(directory, 'app/Dockerfile.prod'),
          target: 'final',
          platforms: ['linux/arm64', 'linux/arm/v7'],
          tags: ['r.io/app:1', 'r.io/app:latest'],
          args: { NPM_TOKEN: value, VERSION: '1 2' },
          contexts: { base: 'docker-image://r.io/base:1' },
          secret: ['id=npm,src=.npmrc'],
          'cache-from': ['type=gha'],
          'cache-to': ['type=gha,mode=max'],
          'no-cache': true,
          labels: { a: 'b=c' },
          entitlements: ['network.host'],
          'extra-hosts': { h: '1.2.3.4' },
        },
      },
    });
  });

  it('says the same of attestations, labels and connections', () => {
    const { args, input } = command({
      tags: ['r.io/app'],
      pushByDigest: true,
      buildArgs: { NPM_TOKEN: value },
      ssh: ['git=key'],
      labels: { a: 'b', token: value },
      annotations: ['index:a=b'],
      attest: ['type=x'],
      provenance: 'mode=max',
      sbom: 'false',
    });
    assert.deepEqual(args.slice(7), ['-', '--provenance=mode=max', '--sbom=false', '--', 'default']);
    const { target } = JSON.parse(input) as { target: { default: Record<string, unknown> } };
    const { ssh, labels, annotations, attest, output } = target.default;
    assert.deepEqual([ssh, annotations, attest], [['git=key'], ['index:a=b'], ['type=x']]);
    assert.deepEqual(labels, { a: 'b', token: value });
    assert.deepEqual(output, ['type=image,push=true,push-by-digest=true,name-canonical=true']);
  });

  it('lays labels and annotations that are secret over the targets of a bake build', () => {
    const secret = `index:api_token=${value}`;
    const { args, input, env } = command({
      bakeFiles: ['docker-bake.hcl'],
      bakeVariables: { TAG: '1' },
      output: 'cache',
      labels: { a: 'b', token: value },
      annotations: ['a=b', secret],
    });
    assert.ok(args.join(' ').includes('--set *.labels.a=b --set *.annotations=a=b --set *.cache-to='));
    assert.ok(!args.join(' ').includes(value));
    const overlay = { labels: { token: value }, annotations: [secret] };
    assert.deepEqual(JSON.parse(input), { target: { app: overlay, base: overlay } });
    assert.deepEqual(env, { TAG: '1' });
  });

  it('writes out what bake would take for an expression', () => {
    const { input } = command({ output: 'cache', buildArgs: { TOKEN: '${x}%{if}\r$$' } });
    const { target } = JSON.parse(input) as { target: Record<string, { args: Record<string, string> }> };
    assert.equal(target.default?.args.TOKEN, '${"$"}{x}${"%"}{if}${"\\r"}${"$"}${"$"}');
  });

  it('lays the secrets of a bake build over its targets, and leaves the rest as it is', () => {
    const request = {
      bakeFiles: ['docker-bake.hcl'],
      bakeTargets: ['app'],
      output: 'cache',
      cacheTo: ['type=local,dest=c'],
    } as const;
    const overlaid = command({ ...request, buildArgs: { NPM_TOKEN: value, VERSION: '1' } });
    assert.ok(!overlaid.args.join(' ').includes('NPM_TOKEN'));
    assert.ok(
      overlaid.args
        .join(' ')
        .includes(
          '--file docker-bake.hcl --file - --set *.args.VERSION=1 --set *.cache-to= --set *.cache-to=type=local,dest=c',
        ),
    );
    const args = { NPM_TOKEN: value };
    assert.deepEqual(JSON.parse(overlaid.input), { target: { app: { args }, base: { args } } });
    // as on the command line: with tags, the single requested target
    const tagged = command({ ...request, tags: ['r.io/app:1'], buildArgs: { NPM_TOKEN: value } });
    assert.deepEqual(JSON.parse(tagged.input), { target: { app: { args } } });
  });

  it('is refused where Docker has no such way, and says what it is about', () => {
    const secret = { output: 'cache', buildArgs: { TOKEN: value } } as const;
    assert.deepEqual(problemsOf({ ...secret, extraArgs: ['--iidfile', 'x'] }), [
      { part: 'secrets', code: 'option', name: '--iidfile' },
    ]);
    assert.deepEqual(problemsOf({ output: 'cache', buildArgs: { TOKEN: 'Cafe\u0301' } }), [
      { part: 'secrets', code: 'decomposed', name: 'TOKEN' },
    ]);
    assert.deepEqual(
      problemsOf({ bakeTargets: ['a'], output: 'cache', extraArgs: ['--set', `a.args.TOKEN=${value}`] }),
      [{ part: 'secrets', code: 'option', name: '--set' }],
    );
    assert.deepEqual(problemsOf({ output: 'cache', extraArgs: ['--iidfile', 'x'] }), []);
  });

  it('attack: a secret is read off the command that is shown and can be copied', () => {
    const shown = shownCommand(
      planned({
        output: 'cache',
        buildArgs: { NPM_TOKEN: value },
        cacheTo: [`type=s3,region=eu,secret_access_key=${value}`],
        extraArgs: ['--label', `token=${value}`],
      }),
    ).join(' ');
    assert.ok(!shown.includes(value), shown);
    assert.ok(shown.includes('--build-arg NPM_TOKEN '));
  });

  it('lays a secret over each target of a file that names no single one, or over the one that is tagged', () => {
    const args = { NPM_TOKEN: value };
    const over = (request: BuildRequest) =>
      Object.keys(
        (
          JSON.parse(
            command({ bakeFiles: ['docker-bake.hcl'], output: 'cache', buildArgs: args, ...request }).input,
          ) as { target: object }
        ).target,
      );
    assert.deepEqual(over({}), ['app', 'base']);
    assert.deepEqual(over({ tags: ['r.io/app:1'] }), ['app', 'base']);
    assert.deepEqual(over({ tags: ['r.io/app:1'], bakeTargets: ['app'] }), ['app']);
    assert.deepEqual(over({ bakeTargets: ['app'] }), ['app', 'base']);
  });
});
