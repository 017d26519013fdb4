import assert from 'node:assert/strict';
import path from 'node:path';
import { planBuild } from '../../../../../src/domain/build/planBuild.ts';
import { describeProblems } from '../../../../../src/vscode/build/texts/requestProblems.ts';
import { inVscode } from '../../../../support/vscode/session.ts';

const defaults = { directory: path.resolve('/workspace'), platforms: ['linux/amd64'] };
const token = `ghp_${['pw', 'X7k2', 'mQ9z'].join('').repeat(4)}`;
const problems = (request: object) => {
  const plan = planBuild({ tags: ['r.io/app'], output: 'push', ...request }, defaults);
  return plan.ok ? [] : describeProblems(plan.problem);
};
const bake = { bakeFiles: ['docker-bake.hcl'] };

describe('the properties of an image', () => {
  inVscode();

  it('are taken as buildx takes them', () => {
    const plan = planBuild(
      {
        tags: ['r.io/app'],
        annotations: ['a=b=c', 'index:a.b/c=', 'index,manifest[linux/arm64]:a=b', 'manifest-descriptor:a=b'],
        attest: ['type=sbom,generator=image', '"type=x",a=b'],
        provenance: true,
        ssh: ['default', 'git=./deploy_key,other'],
        labels: { 'org.opencontainers.image.title': 'App', count: 1 },
        pushByDigest: true,
      },
      defaults,
    );
    assert.ok(plan.ok, JSON.stringify(plan));
    assert.equal(plan.value.provenance, 'true');
    assert.deepEqual(plan.value.labels, { 'org.opencontainers.image.title': 'App', count: '1' });
    for (const provenance of [false, 'mode=max', 'mode=min,builder-id=x', '0']) {
      assert.deepEqual(problems({ provenance }), [], String(provenance));
    }
  });

  it('are refused in plain words where buildx could not read them', () => {
    assert.deepEqual(
      problems({
        annotations: ['title', 'top:a=b', 'index[amd46/x/y/z]:a=b', 'a b=c', ':a=b'],
        attest: ['mode=max'],
        provenance: 'max',
        sbom: 'type=sbom',
        ssh: ['', '--push', '=x'],
        labels: { 'a=b': '', '': '', 'a+': '' },
      }),
      [
        '“title” is not a valid annotation: use “key=value” or “index:key=value”.',
        '“top:a=b” is not a valid annotation: use “key=value” or “index:key=value”.',
        '“index[amd46/x/y/z]:a=b” is not a valid annotation: use “key=value” or “index:key=value”.',
        '“a b=c” is not a valid annotation: use “key=value” or “index:key=value”.',
        '“:a=b” is not a valid annotation: use “key=value” or “index:key=value”.',
        '“mode=max” is not a valid attestation: use “type=provenance,mode=max” or “type=sbom”.',
        '“max” is not valid for “provenance”: use true, false or “mode=max”.',
        '“type=sbom” is not valid for “sbom”: use true, false or “generator=image”.',
        '“” is not valid for “ssh”: use “default”, or an ID with a key file such as “git=deploy_key”.',
        '“--push” is not valid for “ssh”: use “default”, or an ID with a key file such as “git=deploy_key”.',
        '“=x” is not valid for “ssh”: use “default”, or an ID with a key file such as “git=deploy_key”.',
        '“a=b” is not a valid label name.',
        '“” is not a valid label name.',
        '“a+” is not a valid label name.',
      ],
    );
    assert.deepEqual(problems({ provenance: 1, pushByDigest: 'yes', labels: ['a'] }), [
      '“labels” must be an object with string values.',
      '“provenance” must be true, false or a string.',
      '“pushByDigest” must be true or false.',
    ]);
  });

  it('set each type of attestation once', () => {
    assert.deepEqual(problems({ attest: ['type=sbom', 'type=provenance,mode=max'], provenance: 'mode=min' }), [
      'Attestations of the type “provenance” are set twice.',
    ]);
  });

  it('push by digest under a name without a tag, and only where there is a push', () => {
    assert.deepEqual(problems({ pushByDigest: true, tags: ['r.io/app:1'] }), [
      'Image name “r.io/app:1”: remove the tag, because “pushByDigest” pushes without one.',
    ]);
    assert.deepEqual(problems({ pushByDigest: true, output: 'load' }), [
      '“pushByDigest” requires “output” to be “push”.',
    ]);
    assert.deepEqual(problems({ pushByDigest: false, output: 'load', tags: ['a:1'] }), []);
  });

  it('attack: a secret is put where the command line shows it', () => {
    assert.deepEqual(problems({ attest: [`type=x,a=${token}`], ssh: [`git=/keys/${token}`], sbom: `a=${token}` }), [
      '“type=…” in “attest” looks like a secret, and other programs could read it.',
      '“git=…” in “ssh” looks like a secret, and other programs could read it.',
      '“a=…” in “sbom” looks like a secret, and other programs could read it.',
    ]);
  });
});

describe('the variables of a bake build', () => {
  inVscode();

  it('are texts, numbers and switches for names that bake has', () => {
    const plan = planBuild({ ...bake, bakeVariables: { TAG: 1.5, GIT_COMMIT: 'a', 'a-b': true } }, defaults);
    assert.ok(plan.ok);
    assert.deepEqual(plan.value.bakeVariables, { TAG: '1.5', GIT_COMMIT: 'a', 'a-b': 'true' });
    for (const name of ['', 'A=B', '1A', '-x']) {
      assert.deepEqual(problems({ ...bake, bakeVariables: { [name]: 'a' } }), [
        `“${name}” is not a valid bake variable name.`,
      ]);
    }
    assert.deepEqual(problems({ bakeVariables: { TAG: '1' } }), [
      '“bakeVariables” requires “bakeFiles” or “bakeTargets”.',
    ]);
  });

  it('attack: a variable makes Docker talk to another engine, or run another program', () => {
    const names = [
      'PATH',
      'Path',
      'DOCKER_HOST',
      'DOCKER_CONFIG',
      'LD_PRELOAD',
      'BUILDX_BAKE_ENTITLEMENTS_FS',
      'GIT_SSH',
    ];
    for (const name of names) {
      assert.deepEqual(problems({ ...bake, bakeVariables: { [name]: 'x' } }), [
        `“${name}” cannot be set in “bakeVariables”: Docker or the system reads it.`,
      ]);
    }
  });

  it('attack: a secret is handed on in the environment', () => {
    for (const [name, value] of [
      ['API_TOKEN', 'x'],
      ['VERSION', token],
    ] as const) {
      assert.deepEqual(problems({ ...bake, bakeVariables: { [name]: value } }), [
        `The variable “${name}” looks like a secret, and other programs could read it. Pass it as a build argument or a build secret.`,
      ]);
    }
  });
});
