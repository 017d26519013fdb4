import assert from 'node:assert/strict';
import { manifestFacts } from '../../../../../src/domain/sources/manifests/manifestFacts.ts';

const tolerations = '[{key: arch, operator: Equal, value: arm64, effect: NoSchedule}]';
const arm64 = [{ key: 'arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }];

function tolerationsOf(text: string) {
  const read = manifestFacts('a.yaml', text);
  assert.ok(read.ok);
  return read.value.tolerations;
}

describe('workloadTolerations', () => {
  for (const [what, text] of [
    ['a pod', `kind: Pod\nspec:\n  tolerations: ${tolerations}\n`],
    ['a deployment', `kind: Deployment\nspec: {template: {spec: {tolerations: ${tolerations}}}}\n`],
    ['a cron job', `kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {tolerations: ${tolerations}}}}}}\n`],
    ['a list', `kind: List\nitems:\n- {kind: Pod, spec: {tolerations: ${tolerations}}}\n- 7\n`],
    ['the second document', `a: b\n---\nkind: Pod\nspec: {tolerations: ${tolerations}}\n`],
  ] as const) {
    it(`finds those of ${what}`, () => {
      assert.deepEqual(tolerationsOf(text), arm64);
    });
  }

  it('finds all of them, of all pods', () => {
    const pod = (...keys: readonly string[]) =>
      `kind: Pod\nspec: {tolerations: [${keys.map((key) => `{key: ${key}}`).join(', ')}]}\n`;
    assert.deepEqual(tolerationsOf([pod('a', 'b'), pod('c')].join('---\n')), [
      { key: 'a' },
      { key: 'b' },
      { key: 'c' },
    ]);
  });

  it('keeps one that tolerates everything', () => {
    assert.deepEqual(tolerationsOf('kind: Pod\nspec: {tolerations: [{operator: Exists}]}'), [{ operator: 'Exists' }]);
  });

  it('makes nothing of what it does not understand', () => {
    assert.deepEqual(tolerationsOf('{{ if .x }}\ntolerations: {{ toYaml . }}\n{{ end }}'), []);
    assert.deepEqual(tolerationsOf('spec: {tolerations: all}'), []);
    assert.deepEqual(tolerationsOf('\t{'), []);
    assert.deepEqual(
      tolerationsOf('kind: Pod\nspec: {tolerations: [3, null]}').filter(({ key }) => key),
      [],
    );
  });
});
