import assert from 'node:assert/strict';
import { dockerInsecureRegistries } from '../../../../src/tools/docker/info.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

describe('the registries that an engine lists as insecure', () => {
  const { args, parse } = dockerInsecureRegistries('docker');

  for (const version of ['26.1.5', '28.5.2']) {
    const recorded = (name: string) =>
      readRecording(new URL(`../../../fixtures/docker/${version}/${name}.json`, import.meta.url));

    it(`are those of docker info ${version}`, () => {
      const recording = recorded('info-registries');
      assert.deepEqual(args, recording.args);
      const { hosts, networks } = parse(recording);
      assert.deepEqual(hosts, ['plain.example.com:5000']);
      assert.ok(networks.includes('127.0.0.0/8'));
      assert.ok(networks.some((network) => /^198\.18\.\d+\.1\/32$/.test(network)));
    });

    it(`are none where no engine runs, ${version}`, () => {
      assert.deepEqual(parse(recorded('info-registries-engine-down')), { hosts: [], networks: [] });
    });
  }

  it('are none where it is something else', () => {
    for (const stdout of [
      '',
      'null',
      '7',
      '{"IndexConfigs":7,"InsecureRegistryCIDRs":{}}',
      '{"IndexConfigs":{"a":null}}',
    ]) {
      assert.deepEqual(parse({ stdout, stderr: '', exitCode: 0 }), { hosts: [], networks: [] });
    }
  });
});
