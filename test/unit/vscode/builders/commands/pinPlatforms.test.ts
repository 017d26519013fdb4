import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { BuilderSetUp } from '../../../../../src/services/builders/setUp.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { back, cancel, choose, enter, leave, tick } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, engine, failure, nodeRow } from './builderCommands.ts';

describe('Pin Platforms…', () => {
  inVscode();
  const { pinPlatforms } = commandIds.builder;
  const two = container('farm', 'linux/amd64 linux/arm64', 'linux/arm64*');
  const pinned = stub<BuilderSetUp>('BuilderSetUp', {
    pin: ({ name }, node, platforms) => {
      see(`pins ${platforms.join()} to ${node.name} of ${name}`);
      return Promise.resolve();
    },
  });

  it('asks for the node of the row', async () => {
    person(tick('linux/amd64', 'linux/arm64'));
    await builderCommands({ setUp: { setUp: pinned } }).run(pinPlatforms, nodeRow(two));
    shows(`
      pick (1/1): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > linux/amd64, linux/arm64
      progress: Pinning platforms of farm
      pins linux/amd64,linux/arm64 to farm0 of farm
      asks for the builders anew
      information: Builds for linux/amd64, linux/arm64 are sent to node farm0.
    `);
  });

  it('asks for each node of a builder, with a way back, and pins what changed', async () => {
    person(enter, back, tick('linux/arm64'), enter);
    await builderCommands({ setUp: { setUp: pinned } }).run(pinPlatforms, builderRow(two));
    shows(`
      pick (1/2): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Enter
      pick (2/2): Pin Platforms of farm — Select the platforms that node farm1 builds; builds for them are sent there
       ›[x] linux/arm64 | native
        [ ] linux/amd64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Back
      pick (1/2): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
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
      pick (2/2): Pin Platforms of farm — Select the platforms that node farm1 builds; builds for them are sent there
       ›[x] linux/arm64 | native
        [ ] linux/amd64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Enter
      progress: Pinning platforms of farm
      pins linux/arm64 to farm0 of farm
      asks for the builders anew
      information: Each node of farm now builds the platforms pinned to it.
    `);
  });

  it('says nothing where nothing changed, and pins nothing with Escape', async () => {
    person(enter, leave);
    await builderCommands({ setUp: { setUp: pinned } }).run(pinPlatforms, nodeRow(two, 1));
    await builderCommands({ setUp: { setUp: pinned } }).run(pinPlatforms, nodeRow(two));
    shows(`
      pick (1/1): Pin Platforms of farm — Select the platforms that node farm1 builds; builds for them are sent there
       ›[x] linux/arm64 | native
        [ ] linux/amd64
        [ ] linux/arm/v7
        [ ] linux/arm/v6
        [ ] linux/386
        [ ] linux/ppc64le
        [ ] linux/s390x
        [ ] linux/riscv64
        [ ] linux/loong64
        [ ] linux/mips64le
        [ ] windows/amd64
      > Enter
      progress: Pinning platforms of farm
      asks for the builders anew
      pick (1/1): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
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
    `);
  });

  it('asks from the palette of which builder', async () => {
    person(choose('farm'), leave, leave, leave);
    const known = [engine, two, container('other')];
    await builderCommands({ known, setUp: { setUp: pinned } }).run(pinPlatforms, undefined);
    await builderCommands({ known, setUp: { setUp: pinned } }).run(pinPlatforms, undefined);
    await builderCommands({ known: [engine] }).run(pinPlatforms, undefined);
    shows(`
      pick: Which builder’s platforms should be pinned?
        farm | docker-container
        other | docker-container
      > farm
      pick (1/2): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
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
      pick: Which builder’s platforms should be pinned?
        farm | docker-container
        other | docker-container
      > Escape
      information: None of your builders supports this.
        [Set Up a Builder…]
      > Escape
    `);
  });

  it('is cancelled, or fails, which is shown', async () => {
    person(tick('linux/arm64'), cancel('Pinning'), tick('linux/arm64'));
    const slow = stub<BuilderSetUp>('BuilderSetUp', {
      pin: (_builder, _node, _platforms, signal) => untilAborted(signal),
    });
    await builderCommands({ setUp: { setUp: slow } }).run(pinPlatforms, nodeRow(two));
    const failing = stub<BuilderSetUp>('BuilderSetUp', { pin: () => Promise.reject(failure()) });
    await builderCommands({ setUp: { setUp: failing } }).run(pinPlatforms, nodeRow(two));
    await builderCommands({ setUp: { builders: () => Promise.reject(failure()) } }).run(pinPlatforms, undefined);
    shows(`
      pick (1/1): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
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
      progress: Pinning platforms of farm
      > Cancel
      asks for the builders anew
      pick (1/1): Pin Platforms of farm — Select the platforms that node farm0 builds; builds for them are sent there
       ›[x] linux/amd64 | native
        [ ] linux/arm64 | pinned to node farm1; selecting it moves it here
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
      progress: Pinning platforms of farm
      shown: no
      asks for the builders anew
      shown: no
    `);
  });
});
