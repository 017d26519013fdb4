import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import type { Runner } from '../../../../../src/tools/process/runner.ts';
import type { BuilderSetUp } from '../../../../../src/services/builders/setUp.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { cancel, choose, leave, tick, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { farm } from '../../../builders.ts';
import { builderCommands, builderRow, engine, failure } from './builderCommands.ts';

describe('Add a Native Node…', () => {
  inVscode();
  const { addNode } = commandIds.builder;
  const runner = stub<Runner>('Runner', { run: () => Promise.reject(new Error('not responding')) });
  const cluster: Builder = { ...farm('linux/amd64'), name: 'k8s', driver: 'kubernetes' };
  const added = stub<BuilderSetUp>('BuilderSetUp', {
    addNode: ({ name }, node) => {
      see(`adds to ${name}: ${JSON.stringify(node)}`);
      return Promise.resolve();
    },
    pin: ({ name }, node, platforms) => {
      see(`pins ${platforms.join()} to ${node.name} of ${name}`);
      return Promise.resolve();
    },
  });
  const answers = [tick('linux/arm64'), choose('Add and Start')];

  it('asks, adds it, and pins the other nodes to what they are', async () => {
    person(...answers);
    await builderCommands({ setUp: { runner, setUp: added } }).run(addNode, builderRow(cluster));
    shows(`
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/arm64
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
       ›$(play) Add and Start | docker buildx create --append --name k8s --platform linux/arm64 --driver-opt nodeselector=kubernetes.io/arch=arm64 --bootstrap
        $(check) Pin the other nodes to their own platforms | yes | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/arm64
        $(copy) Copy Command
      > Add and Start
      progress: Adding a node to builder “k8s”
      adds to k8s: {"platforms":["linux/arm64"],"options":{"nodeselector":"kubernetes.io/arch=arm64"}}
      pins linux/amd64 to farm0 of k8s
      asks for the builders anew
      information: Builder k8s builds linux/arm64 on its new node.
    `);
  });

  it('leaves the other nodes alone where a person says so', async () => {
    person(tick('linux/arm64'), choose('Pin the other nodes to their own platforms'), choose('Add and Start'));
    await builderCommands({ setUp: { runner, setUp: added } }).run(addNode, builderRow(cluster));
    shows(`
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/arm64
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
       ›$(play) Add and Start | docker buildx create --append --name k8s --platform linux/arm64 --driver-opt nodeselector=kubernetes.io/arch=arm64 --bootstrap
        $(check) Pin the other nodes to their own platforms | yes | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/arm64
        $(copy) Copy Command
      > Pin the other nodes to their own platforms
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
        $(play) Add and Start | docker buildx create --append --name k8s --platform linux/arm64 --driver-opt nodeselector=kubernetes.io/arch=arm64 --bootstrap
       ›$(circle-large-outline) Pin the other nodes to their own platforms | no | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/arm64
        $(copy) Copy Command
      > Add and Start
      progress: Adding a node to builder “k8s”
      adds to k8s: {"platforms":["linux/arm64"],"options":{"nodeselector":"kubernetes.io/arch=arm64"}}
      asks for the builders anew
      information: Builder k8s builds linux/arm64 on its new node.
    `);
  });

  it('does not pin a platform twice that the new node is for', async () => {
    person(tick('linux/amd64'), choose('Add and Start'));
    await builderCommands({ setUp: { runner, setUp: added } }).run(addNode, builderRow(cluster));
    shows(`
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/amd64
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
       ›$(play) Add and Start | docker buildx create --append --name k8s --platform linux/amd64 --driver-opt nodeselector=kubernetes.io/arch=amd64 --bootstrap
        $(check) Pin the other nodes to their own platforms | yes | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/amd64
        $(copy) Copy Command
      > Add and Start
      progress: Adding a node to builder “k8s”
      adds to k8s: {"platforms":["linux/amd64"],"options":{"nodeselector":"kubernetes.io/arch=amd64"}}
      asks for the builders anew
      information: Builder k8s builds linux/amd64 on its new node.
    `);
  });

  it('asks from the palette to which builder; the only one is not asked for', async () => {
    const remote = farm('linux/amd64');
    person(choose('k8s'), leave, leave, type('tcp://arm.example:1'), leave, leave);
    const known = [engine, cluster, remote];
    const commands = builderCommands({ known, setUp: { runner, setUp: added } });
    await commands.run(addNode, undefined);
    await commands.run(addNode, undefined);
    await builderCommands({ known: [engine, remote], setUp: { runner, setUp: added } }).run(addNode, undefined);
    await builderCommands({ known: [engine] }).run(addNode, undefined);
    shows(`
      pick: Which builder should the node be added to?
        k8s | kubernetes
        farm | remote
      > k8s
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Escape
      pick: Which builder should the node be added to?
        k8s | kubernetes
        farm | remote
      > Escape
      pick (1/3): Add a Native Node to farm — BuildKit address, such as tcp://buildkit.example.com:1234
      > tcp://arm.example:1
      pick (1/3): Add a Native Node to farm — BuildKit address, such as tcp://buildkit.example.com:1234
       ›tcp://arm.example:1
      pick (2/4): Add a Native Node to farm — Does BuildKit at tcp://arm.example:1 require certificates?
       ›$(arrow-right) No certificates
        $(file) CA certificate
        $(file) Client certificate
        $(file) Client key
        $(file) Name in the certificate, if it differs from the address
      > Escape
      information: None of your builders supports this.
        [Set Up a Builder…]
      > Escape
    `);
  });

  it('is cancelled, or fails, which is shown', async () => {
    person(...answers, cancel('Adding'), ...answers);
    const slow = stub<BuilderSetUp>('BuilderSetUp', { addNode: (_builder, _node, signal) => untilAborted(signal) });
    await builderCommands({ setUp: { runner, setUp: slow } }).run(addNode, builderRow(cluster));
    const failing = stub<BuilderSetUp>('BuilderSetUp', { addNode: () => Promise.reject(failure()) });
    await builderCommands({ setUp: { runner, setUp: failing } }).run(addNode, builderRow(cluster));
    await builderCommands({ setUp: { builders: () => Promise.reject(failure()) } }).run(addNode, undefined);
    shows(`
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/arm64
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
       ›$(play) Add and Start | docker buildx create --append --name k8s --platform linux/arm64 --driver-opt nodeselector=kubernetes.io/arch=arm64 --bootstrap
        $(check) Pin the other nodes to their own platforms | yes | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/arm64
        $(copy) Copy Command
      > Add and Start
      progress: Adding a node to builder “k8s”
      > Cancel
      asks for the builders anew
      pick (1/2): Add a Native Node to k8s — Select the platforms that this machine runs natively; builds for them are sent there
       ›[ ] linux/amd64
        [ ] linux/arm64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/arm64
      pick (2/2): Add a Native Node to k8s — Add the node, or select a line to change it
       ›$(play) Add and Start | docker buildx create --append --name k8s --platform linux/arm64 --driver-opt nodeselector=kubernetes.io/arch=arm64 --bootstrap
        $(check) Pin the other nodes to their own platforms | yes | farm0: linux/amd64. Otherwise, Buildx may use emulation there for what the new node runs natively.
        ── Plan
        $(pin) Platforms | linux/arm64
        $(copy) Copy Command
      > Add and Start
      progress: Adding a node to builder “k8s”
      shown: no
      asks for the builders anew
      shown: no
    `);
  });
});
