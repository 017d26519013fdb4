import assert from 'node:assert/strict';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { buildCommand } from '../../../../src/tools/buildx/build.ts';

const directory = path.resolve('/workspace');

function command(request: BuildRequest) {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64', 'linux/arm64'] });
  assert.ok(plan.ok, JSON.stringify(plan));
  return buildCommand('docker', plan.value);
}

describe('the command line of a build', () => {
  it('is the one of the guide', () => {
    assert.deepEqual(
      command({ tags: ['r.io/app:1'] }).args.join(' '),
      'buildx build --platform linux/amd64,linux/arm64 --tag r.io/app:1 --push .',
    );
  });

  it('has every property of a request', () => {
    const { args } = command({
      dockerfile: 'app/Dockerfile.prod',
      context: 'app',
      platforms: ['aarch64', 'linux/arm'],
      tags: ['r.io/app:1', 'r.io/app:latest'],
      output: 'load',
      target: 'final',
      builder: 'farm',
      buildArgs: { VERSION: '1 2' },
      buildContexts: { base: 'docker-image://r.io/base:1' },
      secrets: ['id=npm,src=.npmrc'],
      ssh: ['default'],
      labels: { 'org.opencontainers.image.title': 'My App' },
      annotations: ['index:a=--push'],
      attest: ['type=x'],
      provenance: 'mode=max',
      sbom: 'false',
      cacheFrom: ['type=gha'],
      cacheTo: ['type=gha,mode=max'],
      extraArgs: ['--no-cache'],
    });
    assert.deepEqual(args, [
      'buildx', 'build', '--builder', 'farm', '--platform', 'linux/arm64,linux/arm/v7', '--file', 'app/Dockerfile.prod',
      '--target', 'final', '--tag', 'r.io/app:1', '--tag', 'r.io/app:latest', '--build-arg', 'VERSION=1 2',
      '--build-context', 'base=docker-image://r.io/base:1', '--secret', 'id=npm,src=.npmrc', '--ssh', 'default',
      '--label', 'org.opencontainers.image.title=My App', '--annotation', 'index:a=--push', '--attest', 'type=x',
      '--provenance', 'mode=max', '--sbom', 'false', '--cache-from', 'type=gha',
      '--cache-to', 'type=gha,mode=max', '--load', '--no-cache', 'app',
    ]); // prettier-ignore
  });

  it('gives all of that to bake, and variables in its environment', () => {
    const plan = planBuild(
      {
        bakeFiles: ['docker-bake.hcl'],
        bakeTargets: ['app'],
        bakeVariables: { VERSION: '1 2' },
        output: 'load',
        ssh: ['default'],
        labels: { 'a.b': 'c=d' },
        annotations: ['index:a=b'],
        attest: ['type=x'],
        provenance: 'mode=max',
        sbom: 'true',
      },
      { directory, platforms: [] },
    );
    assert.ok(plan.ok);
    const { args, env } = buildCommand('docker', plan.value);
    assert.deepEqual(
      args.join(' '),
      'buildx bake --file docker-bake.hcl --set *.ssh=default --set *.labels.a.b=c=d --set *.annotations=index:a=b ' +
        '--set *.attest=type=x --provenance mode=max --sbom true --set *.cache-to= --set *.output=type=docker -- app',
    );
    assert.deepEqual(env, { VERSION: '1 2' });
  });

  it('pushes by digest with an exporter, since --push is a push of tags', () => {
    const byDigest = 'type=image,push=true,push-by-digest=true,name-canonical=true';
    const { args } = command({ tags: ['r.io/app'], pushByDigest: true });
    assert.equal(
      args.join(' '),
      `buildx build --platform linux/amd64,linux/arm64 --tag r.io/app --output ${byDigest} .`,
    );
    const bake = command({ bakeTargets: ['app'], output: 'push', pushByDigest: true });
    assert.equal(bake.args.join(' '), `buildx bake --set *.output=${byDigest} -- app`);
  });

  it('writes an exporter as CSV where a path needs it', () => {
    const { args } = command({ output: 'oci', destination: 'a,"b"' });
    assert.equal(args[args.indexOf('--output') + 1], 'type=oci,"dest=a,""b""",tar=false');
    assert.ok(command({ output: 'cache' }).args.includes('type=cacheonly'));
  });

  it('takes no folder for a flag or for standard input', () => {
    assert.equal(command({ output: 'cache', context: '-' }).args.at(-1), './-');
    assert.equal(command({ output: 'cache', context: '--push' }).args.at(-1), './--push');
  });

  it('runs bake and Compose files in the folder that they lie in', () => {
    const request = {
      context: 'deploy',
      bakeFiles: ['deploy/docker-bake.hcl'],
      bakeTargets: ['app'],
      platforms: ['linux/arm64'],
      tags: ['r.io/app:1'],
      output: 'push',
    } as const;
    const plan = planBuild(request, { directory, platforms: [] });
    assert.ok(plan.ok);
    assert.equal(plan.value.directory, path.join(directory, 'deploy'));
    assert.deepEqual(
      buildCommand('docker', plan.value).args.join(' '),
      'buildx bake --file docker-bake.hcl --set app.platform=linux/arm64 --set app.tags=r.io/app:1 --push -- app',
    );
  });

  it('says how to report without changing what is built', () => {
    const plan = planBuild({ output: 'cache' }, { directory, platforms: ['linux/amd64'] });
    assert.ok(plan.ok);
    const shown = buildCommand('docker', plan.value).args;
    const run = buildCommand('docker', plan.value, { progress: 'rawjson', metadataFile: '/tmp/m.json' }).args;
    assert.deepEqual(
      run.filter((arg) => !shown.includes(arg)),
      ['--progress', 'rawjson', '--metadata-file', '/tmp/m.json'],
    );
  });
});
