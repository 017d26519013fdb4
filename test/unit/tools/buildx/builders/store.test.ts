import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatPlatform } from '../../../../../src/domain/platform.ts';
import { readChoice, readInstance, storeFolder } from '../../../../../src/tools/buildx/builders/store.ts';

/** Written by buildx 0.29.1. */
const written = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/buildx/0.29.1/store/${name}`, import.meta.url), 'utf8');

describe("buildx' store", () => {
  it('is where buildx was told, else beside the configuration of Docker', () => {
    const home = path.join('/home', 'user');
    assert.equal(storeFolder({}, home), path.join(home, '.docker', 'buildx'));
    assert.equal(storeFolder({ DOCKER_CONFIG: '', BUILDX_CONFIG: '' }, home), path.join(home, '.docker', 'buildx'));
    assert.equal(storeFolder({ DOCKER_CONFIG: '/configuration' }, home), path.join('/configuration', 'buildx'));
    assert.equal(storeFolder({ DOCKER_CONFIG: '/configuration', BUILDX_CONFIG: '/own' }, home), '/own');
  });
});

describe('an instance file', () => {
  it('has pinned platforms, and the name as it was given', () => {
    const builder = readInstance(written('instances/farm'));
    assert.deepEqual([builder?.name, builder?.driver], ['Farm', 'remote']);
    assert.deepEqual(
      builder?.nodes.map(({ name, endpoint, platforms }) => [name, endpoint, ...platforms.map(formatPlatform)]),
      [['one', 'tcp://192.0.2.20:1234', 'linux/arm64', 'linux/arm/v7']],
    );
  });

  it('has options and flags, and nothing where buildx writes null', () => {
    const [node] = readInstance(written('instances/idle'))?.nodes ?? [];
    assert.deepEqual(node?.platforms, []);
    assert.deepEqual(node.options, { network: 'host', 'env.A': 'b' });
    assert.deepEqual(node.flags, ['--debug', '--allow-insecure-entitlement=network.host']);
  });

  it('is damaged where it breaks off anywhere', () => {
    const whole = written('instances/farm').trim();
    for (let length = 0; length < whole.length; length++) {
      assert.equal(readInstance(whole.slice(0, length)), undefined, whole.slice(0, length));
    }
  });

  for (const text of [
    'null',
    '[]',
    '{"Name":7}',
    '{"Name":"a","Nodes":{}}',
    '{"Name":"a","Nodes":[7]}',
    '{"Name":"a","Nodes":[{"Platforms":["linux/amd64"]}]}',
    '{"Name":"a","Nodes":[{"Flags":[7]}]}',
    '{"Name":"a","Nodes":[{"DriverOpts":{"network":7}}]}',
    '{"Name":"a","Nodes":[{"DriverOpts":[]}]}',
  ]) {
    it(`is damaged: ${text}`, () => {
      assert.equal(readInstance(text), undefined);
    });
  }
});

describe('the choice of a builder', () => {
  it('is for one Docker endpoint or for all of them', () => {
    const key = 'unix:///var/run/docker.sock';
    assert.deepEqual(readChoice(written('current-builder')), { key, name: 'idle', global: false });
    assert.deepEqual(readChoice(written('current-global')), { key, name: 'idle', global: true });
    assert.deepEqual(readChoice(written('current-context')), { key, name: '', global: false });
  });

  it('is not known from anything else', () => {
    assert.deepEqual(['', '{', 'null', '[]', '{"Key":"a"}', '{"Key":1,"Name":"a"}'].map(readChoice), [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
