import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import type { Emulation } from '../../../../../src/services/builders/emulation.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { cancel, choose, enter, leave, press, tick } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { builderCommands, builderRow, container, failure } from './builderCommands.ts';

describe('Check or Install Emulators…', () => {
  inVscode();
  const { emulators } = commandIds.builder;
  const farm = container('farm', 'linux/amd64 linux/386');
  const targetPlatforms = () => ['linux/amd64', 'linux/arm64', 'linux/s390x'];

  /** Of a builder that runs these, and the others once they are installed. */
  function emulation(runs: readonly string[], own: Partial<Emulation> = {}) {
    let installed: readonly string[] = [];
    return stub<Emulation>('Emulation', {
      check: (name, platforms) => {
        see(`checks on ${name}: ${platforms.join(', ')}`);
        const all = [...runs, ...installed];
        return Promise.resolve(platforms.map((platform) => ({ platform, runs: all.includes(platform) })));
      },
      installs: (_builder, platforms) => [{ engine: 'default', platforms, command: ['docker', 'run', 'binfmt'] }],
      commandThere: () => ['docker', 'run', 'binfmt'],
      install: ({ name }, platforms) => {
        see(`installs for ${name}: ${platforms.join(', ')}`);
        installed = platforms;
        return Promise.resolve();
      },
      ...own,
    });
  }
  const commands = (of: Emulation, builder: Builder = farm) =>
    builderCommands({
      emulation: of,
      targetPlatforms,
      builders: stub('Builders', {
        inUse: (name) => {
          see(`builder in use: ${name ?? 'as Docker says'}`);
          return Promise.resolve(builder);
        },
      }),
    });

  it('tells what runs, installs what is ticked, and tells whether it worked', async () => {
    person(tick('linux/arm64', 'linux/s390x'), press('Install'));
    await commands(emulation(['linux/amd64', 'linux/386'])).run(emulators, builderRow(farm));
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(pass) linux/386 | native
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64, linux/s390x
      warning (modal): Install emulators for linux/arm64, linux/s390x?
        A privileged container on default registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:
        docker run binfmt
        On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.
        [Install] [Copy Command]
      > Install
      progress: Installing emulators for linux/arm64, linux/s390x
      installs for farm: linux/arm64, linux/s390x
      progress: Checking whether linux/arm64, linux/s390x now runs
      checks on farm: linux/arm64, linux/s390x
      asks for the builders anew
      information: linux/arm64, linux/s390x now runs on builder “farm”.
    `);
  });

  it('is for the builder in use from the palette', async () => {
    setting('user', 'multiarch.builder', 'farm');
    person(leave);
    await commands(emulation(['linux/amd64'])).run(emulators, undefined);
    shows(`
      builder in use: farm
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > Escape
    `);
  });

  it('stays open for a tick that cannot be, and closes with Enter where all run', async () => {
    const all = emulation([
      'linux/amd64',
      'linux/arm64',
      'linux/s390x',
      'linux/386',
      'linux/arm/v7',
      'linux/arm/v6',
      'linux/ppc64le',
      'linux/riscv64',
      'linux/mips64le',
      'linux/mips64',
      'linux/loong64',
    ]);
    person(enter);
    await commands(all).run(emulators, builderRow(farm));
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(pass) linux/arm64 | runs under emulation
        [ ] $(pass) linux/s390x | runs under emulation
        [ ] $(pass) linux/arm/v7 | runs under emulation
        [ ] $(pass) linux/arm/v6 | runs under emulation
        [ ] $(pass) linux/386 | native
        [ ] $(pass) linux/ppc64le | runs under emulation
        [ ] $(pass) linux/riscv64 | runs under emulation
        [ ] $(pass) linux/loong64 | runs under emulation
        [ ] $(pass) linux/mips64le | runs under emulation
      > Enter
    `);
  });

  it('copies the command, or ends with Escape', async () => {
    person(tick('linux/arm64'), press('Copy Command'), choose('linux/s390x'), leave);
    const some = emulation(['linux/amd64']);
    await commands(some).run(emulators, builderRow(farm));
    await commands(some).run(emulators, builderRow(farm));
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      warning (modal): Install emulators for linux/arm64?
        A privileged container on default registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:
        docker run binfmt
        On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.
        [Install] [Copy Command]
      > Copy Command
      clipboard: docker run binfmt
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/s390x
      warning (modal): Install emulators for linux/s390x?
        A privileged container on default registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:
        docker run binfmt
        On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.
        [Install] [Copy Command]
      > Escape
    `);
  });

  it('says what else can be done where Docker cannot install them from here', async () => {
    const none = emulation(['linux/amd64'], { installs: () => [] });
    person(
      tick('linux/arm64'),
      press('Copy Command'),
      tick('linux/arm64'),
      press('Set Up a Builder…'),
      tick('linux/arm64'),
    );
    for (const driver of ['remote', 'kubernetes', 'cloud']) {
      await commands(none).run(emulators, builderRow({ ...farm, driver }));
    }
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      information: Docker cannot reach the machine of builder “farm” from here. Run this command there: docker run binfmt
        [Copy Command]
      > Copy Command
      clipboard: docker run binfmt
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      information: Builder “farm” runs in Kubernetes. To get emulators, set up a builder with the driver option qemu.install=true.
        [Set Up a Builder…]
      > Set Up a Builder…
      command: multiarch.builder.setUp
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      information: Builder “farm” is in the cloud, where every platform that it offers runs natively. There is nothing to install.
    `);
  });

  it('says that it still does not run', async () => {
    person(tick('linux/arm64'), press('Install'));
    await commands(emulation(['linux/amd64'], { install: () => Promise.resolve() })).run(emulators, builderRow(farm));
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      warning (modal): Install emulators for linux/arm64?
        A privileged container on default registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:
        docker run binfmt
        On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.
        [Install] [Copy Command]
      > Install
      progress: Installing emulators for linux/arm64
      progress: Checking whether linux/arm64 now runs
      checks on farm: linux/arm64
      asks for the builders anew
      warning: Emulators were installed, but linux/arm64 still does not run on builder “farm”.
    `);
  });

  it('is cancelled at either step, and rejects with what an installation fails with', async () => {
    person(tick('linux/arm64'), press('Install'), cancel('Installing'));
    const slow = emulation(['linux/amd64'], { install: (_builder, _platforms, signal) => untilAborted(signal) });
    await commands(slow).run(emulators, builderRow(farm));
    shows(`
      checks on farm: linux/amd64, linux/arm64, linux/s390x, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/loong64, linux/mips64le
      builder in use: farm
      pick: Emulators of Builder “farm” — Select platforms that do not run to install emulators for them
       ›[ ] $(pass) linux/amd64 | native
        [ ] $(circle-slash) linux/arm64 | does not run: no emulator
        [ ] $(circle-slash) linux/s390x | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v7 | does not run: no emulator
        [ ] $(circle-slash) linux/arm/v6 | does not run: no emulator
        [ ] $(circle-slash) linux/386 | does not run: no emulator
        [ ] $(circle-slash) linux/ppc64le | does not run: no emulator
        [ ] $(circle-slash) linux/riscv64 | does not run: no emulator
        [ ] $(circle-slash) linux/loong64 | does not run: no emulator
        [ ] $(circle-slash) linux/mips64le | does not run: no emulator
      > linux/arm64
      warning (modal): Install emulators for linux/arm64?
        A privileged container on default registers QEMU in the kernel of that machine. This affects everything that runs there and replaces existing registrations for these platforms:
        docker run binfmt
        On plain Linux, they are gone after the machine restarts; you can reinstall them here. Docker Desktop, OrbStack and Colima include their own emulators.
        [Install] [Copy Command]
      > Install
      progress: Installing emulators for linux/arm64
      > Cancel
    `);
    person(tick('linux/arm64'), press('Install'));
    const failing = emulation(['linux/amd64'], { install: () => Promise.reject(failure()) });
    await assert.rejects(commands(failing).run(emulators, builderRow(farm)), { code: 'builderFailed' });
  });

  it('rejects with why the builder cannot be checked', async () => {
    const failing = emulation([], { check: () => Promise.reject(failure()) });
    await assert.rejects(commands(failing).run(emulators, builderRow(farm)), { code: 'builderFailed' });
  });
});
