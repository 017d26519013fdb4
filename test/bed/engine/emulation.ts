import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { machineArchitecture, requireDebianRoot } from './debian.ts';
import { takeLock } from './lock.ts';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';
import { BedUnavailable } from './unavailable.ts';

const table = '/proc/sys/fs/binfmt_misc';
const ownEntry = 'multiarch-bed';
/** The table is the kernel's, so the lock is the machine's and not that of one test bed. */
const lockFile = '/run/lock/multiarch-builds-emulation';

/** How the kernel recognises a program of the architecture: two bytes of the ELF header, as the table shows them. */
const machines = {
  amd64: { foreign: 'arm64', elf: 'b700', qemu: 'aarch64' },
  arm64: { foreign: 'amd64', elf: '3e00', qemu: 'x86_64' },
} as const;

/** The right to switch the emulation of the other architecture (arm64 on amd64, amd64 on arm64) on and off. */
export interface Emulation {
  set(state: 'on' | 'off'): Promise<void>;
  /** Puts back what was before and lets the next process have it. */
  readonly release: () => Promise<void>;
}

/**
 * Waits until no other test changes the kernel's table of emulators, and holds it. Does not change it yet. When the holder is
 * killed, the next one puts back what was before both. Throws `BedUnavailable` unless this is root on Debian.
 */
export async function leaseEmulation(): Promise<Emulation> {
  await requireDebianRoot();
  const { elf, qemu } = machines[machineArchitecture()];
  const tools = await unpackTools();
  const lock = await takeLock(lockFile, 'switching emulation');
  const formerFile = `${lockFile}.former`;
  try {
    await mountTable();
    const left = await readFile(formerFile, 'utf8').catch(() => undefined);
    const former = left === undefined ? await readEntries(elf) : new Map(JSON.parse(left) as [string, boolean][]);
    await mkdir(dirname(formerFile), { recursive: true });
    await writeFile(formerFile, JSON.stringify([...former]));
    const setAll = async (wanted: (name: string) => boolean): Promise<void> => {
      for (const name of (await readEntries(elf)).keys()) {
        await writeFile(join(table, name), wanted(name) ? '1' : '0');
      }
    };
    return {
      async set(state) {
        await setAll(() => state === 'on');
        if (state === 'on' && (await readEntries(elf)).size === 0) {
          await register(tools, qemu);
        }
      },
      async release() {
        await setAll((name) => former.get(name) ?? false);
        if (!former.has(ownEntry)) {
          await writeFile(join(table, ownEntry), '-1').catch(() => undefined);
        }
        await rm(formerFile, { force: true });
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function mountTable(): Promise<void> {
  if ((await readdir(table).catch((): string[] => [])).includes('register')) {
    return;
  }
  await run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', table]).catch((error: unknown) => {
    throw new BedUnavailable(`this kernel emulates nothing: ${String(error)}`);
  });
}

/** The entries for the architecture, whoever made them, and whether each is enabled. */
async function readEntries(elf: string): Promise<Map<string, boolean>> {
  const entries = new Map<string, boolean>();
  // `register` and `status` are here too; the one cannot be read, the other has no such lines
  for (const name of await readdir(table)) {
    const text = await readFile(join(table, name), 'utf8').catch(() => '');
    const magic = /^magic (\w+)$/m.exec(text)?.[1] ?? '';
    // the machine is at byte 18 of the header
    if (magic.startsWith('7f454c46') && magic.slice(36, 40) === elf) {
      entries.set(name, text.startsWith('enabled'));
    }
  }
  return entries;
}

/** Registers QEMU as Debian would, only from where it is unpacked. Its flag F lets it work inside containers. */
async function register(tools: string, qemu: string): Promise<void> {
  const line = (await readFile(join(tools, `usr/lib/binfmt.d/qemu-${qemu}.conf`), 'utf8')).trim();
  const fields = line.split(':');
  fields[1] = ownEntry;
  fields[6] = join(tools, fields[6]!);
  await writeFile(join(table, 'register'), fields.join(':'));
}
