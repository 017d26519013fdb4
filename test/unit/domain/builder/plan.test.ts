import assert from 'node:assert/strict';
import {
  checkBuilderName,
  freeBuilderName,
  planBuilder,
  planNode,
  type BuilderRequest,
} from '../../../../src/domain/builder/plan.ts';

const codes = (request: Partial<BuilderRequest>, taken: readonly string[] = []) => {
  const plan = planBuilder({ name: 'b', driver: 'docker-container', nodes: [{}], ...request }, taken);
  return plan.ok ? [] : plan.problem.map(({ code }) => code);
};

describe('planBuilder', () => {
  it('completes what is right', () => {
    const plan = planBuilder({
      name: 'Multi.Arch',
      driver: 'kubernetes',
      nodes: [{ platforms: ['aarch64', 'linux/arm64'], options: { nodeselector: 'kubernetes.io/arch=arm64' } }],
    });
    assert.deepEqual(plan.ok && plan.value, {
      name: 'multi.arch',
      driver: 'kubernetes',
      nodes: [
        {
          platforms: [{ os: 'linux', architecture: 'arm64' }],
          options: { nodeselector: 'kubernetes.io/arch=arm64' },
          flags: [],
        },
      ],
      registries: [],
    });
  });

  for (const [name, code] of [
    ['', 'nameInvalid'],
    ['-b', 'nameInvalid'],
    ['1b', 'nameInvalid'],
    ['a/b', 'nameInvalid'],
    ['a b', 'nameInvalid'],
    ['b\n', 'nameInvalid'],
    ['Default', 'nameReserved'],
    ['TAKEN', 'nameTaken'],
    ['a'.repeat(51), 'nameTooLong'],
  ] as const) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 12))}: ${code}`, () => {
      assert.deepEqual(codes({ name }, ['taken']), [code]);
    });
  }

  it('takes each name that buildx takes', () => {
    assert.deepEqual(
      ['a', 'Ab', 'a.b-c_d', 'a1'].map((name) => checkBuilderName(name, [])),
      [undefined, undefined, undefined, undefined],
    );
  });

  it('finds a name that is free', () => {
    assert.equal(freeBuilderName([]), 'multiarch');
    assert.equal(freeBuilderName(['Multiarch', 'multiarch-2']), 'multiarch-3');
  });

  it('tells every problem', () => {
    assert.deepEqual(codes({ name: '!', nodes: [], registries: [{ host: '-x' }, { host: 'a\nb' }] }), [
      'nameInvalid',
      'nodesMissing',
      'registryInvalid',
      'registryInvalid',
    ]);
    assert.deepEqual(codes({ nodes: [{ platforms: ['arm64'] }, { platforms: ['linux/arm64'] }] }), ['platformTwice']);
    assert.deepEqual(codes({ registries: [{ host: 'a' }, { host: 'a', ca: 'ca.pem' }] }), [
      'registryTwice',
      'certificatePathInvalid',
    ]);
    assert.deepEqual(
      codes({ driver: 'remote', nodes: [{ endpoint: 'tcp://a:1' }], registries: [{ host: 'a', http: true }] }),
      ['registriesUnsupported'],
    );
  });
});

describe('planNode', () => {
  const problems = (driver: string, node: Parameters<typeof planNode>[0]) => {
    const plan = planNode(node, driver);
    return plan.ok ? [] : plan.problem.map(({ code }) => code);
  };

  for (const [driver, endpoint] of [
    ['docker-container', 'desktop-linux'],
    ['docker-container', 'ssh://me@build.example.com:2222'],
    ['docker-container', 'tcp://[::1]:2376'],
    ['docker-container', 'unix:///var/run/docker.sock'],
    ['remote', 'tcp://127.0.0.1:1234'],
    ['remote', 'docker-container://buildkitd'],
    ['remote', 'kube-pod://buildkitd-0?namespace=builds'],
    ['cloud', 'my-org/builder'],
    ['kubernetes', undefined],
  ] as const) {
    it(`takes ${endpoint ?? 'no address'} for ${driver}`, () => {
      assert.deepEqual(problems(driver, endpoint === undefined ? {} : { endpoint }), []);
    });
  }

  for (const [driver, endpoint, code] of [
    ['docker-container', '--privileged', 'endpointInvalid'],
    ['docker-container', 'ssh://-oProxyCommand=id', 'endpointInvalid'],
    ['docker-container', 'ssh://me@-oProxyCommand=id', 'endpointInvalid'],
    ['docker-container', 'unix:///a\nb', 'endpointInvalid'],
    ['docker-container', 'http://host:1', 'endpointInvalid'],
    ['remote', 'some-context', 'endpointInvalid'],
    ['remote', 'tcp://host', 'endpointInvalid'],
    ['remote', undefined, 'endpointMissing'],
    ['cloud', 'builder', 'endpointInvalid'],
    ['cloud', undefined, 'endpointMissing'],
    ['kubernetes', 'my-cluster', 'endpointUnsupported'],
  ] as const) {
    it(`refuses ${JSON.stringify(endpoint)} for ${driver}`, () => {
      assert.deepEqual(problems(driver, endpoint === undefined ? {} : { endpoint }), [code]);
    });
  }

  it('knows the options of each driver', () => {
    const options = {
      image: 'moby/buildkit:v1',
      memory: '4g',
      'cpuset-cpus': '0-3,5',
      network: 'host',
      'env.A': 'b c',
    };
    assert.deepEqual(problems('docker-container', { options }), []);
    assert.deepEqual(problems('docker-container', { options: { namespace: 'a', constructor: 'b' } }), [
      'optionUnknown',
      'optionUnknown',
    ]);
    assert.deepEqual(problems('docker-container', { options: { image: '--x', memory: 'much', 'env.A': 'a\nb' } }), [
      'optionInvalid',
      'optionInvalid',
      'optionInvalid',
    ]);
  });

  it('wants certificates complete, as the remote driver does', () => {
    const node = (options: Record<string, string>) => problems('remote', { endpoint: 'tcp://a:1', options });
    assert.deepEqual(node({ cacert: '/ca', cert: '/cert', key: '/key' }), []);
    assert.deepEqual(node({ cacert: '/ca' }), []);
    assert.deepEqual(node({ cert: '/cert' }), ['certificatesIncomplete', 'certificatesIncomplete']);
    assert.deepEqual(node({ servername: 'a' }), ['certificatesIncomplete']);
    assert.deepEqual(node({ cacert: 'ca.pem' }), ['optionInvalid']);
  });

  it('refuses what is no platform, no flag and no name', () => {
    assert.deepEqual(
      problems('docker-container', { name: '-n', flags: ['--debug', 'x'], platforms: ['linux/amd46'] }),
      ['nodeNameInvalid', 'flagInvalid', 'platformInvalid'],
    );
  });
});
