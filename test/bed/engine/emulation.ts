import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { machineArchitecture, requireDebianRoot } from './debian.ts';
import { takeLock } from './lock.ts';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';
import { BedUnavailable } from './unavailable.ts';

const table = '/proc/sys/fs/binfmt_misc';
const ownEntry = 'multiarch-bed';
/** The table is the kernel's, so the lock applies to the machine and not to a test bed. */
const lockFile = '/run/lock/multiarch-builds-emulation';

/** How the kernel recognizes a program of the architecture: two bytes of the ELF header, in the table's format. */
const machines = {
  amd64: { foreign: 'arm64', elf: 'b700', qemu: 'aarch64' },
  arm64: { foreign: 'amd64', elf: '3e00', qemu: 'x86_64' },
} as const;

/** The right to switch the emulation of the other architecture (arm64 on amd64, amd64 on arm64) on and off. */
export interface Emulation {
  set(state: 'on' | 'off'): Promise<void>;
  /** Restores the previous state and lets the next process have it. */
  readonly release: () => Promise<void>;
}

/**
 * Waits until no other test changes the kernel's table of emulators, and locks it without changing it. If the holder is killed, the next
 * one restores the state before both. Throws `BedUnavailable` unless this is root on Debian.
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
    const former = left === undefined ? await readEntries(elf) : new Map(JSON.parse(left) as [string, string][]);
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
        await putBack(former, elf);
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

/** Restores the table: removes new entries, and recreates removed or replaced ones. */
async function putBack(former: ReadonlyMap<string, string>, elf: string): Promise<void> {
  const made = (text: string | undefined) => text?.slice(text.indexOf('\n'));
  for (const [name, text] of await readEntries(elf)) {
    if (made(text) !== made(former.get(name))) {
      await writeFile(join(table, name), '-1');
    }
  }
  const kept = await readEntries(elf);
  for (const [name, text] of former) {
    if (!kept.has(name)) {
      await writeFile(join(table, 'register'), registration(name, text));
    }
    await writeFile(join(table, name), text.startsWith('enabled') ? '1' : '0');
  }
}

/** The line that creates an entry (Linux, admin-guide/binfmt-misc), from its text in the table. */
function registration(name: string, text: string): string {
  const field = (key: string): string => new RegExp(`^${key}:? (.*)$`, 'm').exec(text)?.[1] ?? '';
  const bytes = (key: string): string => field(key).replaceAll(/../g, String.raw`\x$&`);
  return `:${name}:M:${field('offset')}:${bytes('magic')}:${bytes('mask')}:${field('interpreter')}:${field('flags')}`;
}

/** The entries for the architecture from any source, as shown by the table. */
async function readEntries(elf: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  // `register` and `status` are also here; one cannot be read, the other has no such lines
  for (const name of await readdir(table)) {
    const text = await readFile(join(table, name), 'utf8').catch(() => '');
    const magic = /^magic (\w+)$/m.exec(text)?.[1] ?? '';
    // the machine is at byte 18 of the header
    if (magic.startsWith('7f454c46') && magic.slice(36, 40) === elf) {
      entries.set(name, text);
    }
  }
  return entries;
}

/** Registers QEMU like Debian, but from its unpacked folder. Its flag F makes it work inside containers. */
async function register(tools: string, qemu: string): Promise<void> {
  const line = (await readFile(join(tools, `usr/lib/binfmt.d/qemu-${qemu}.conf`), 'utf8')).trim();
  const fields = line.split(':');
  fields[1] = ownEntry;
  fields[6] = join(tools, fields[6]!);
  await writeFile(join(table, 'register'), fields.join(':'));
}
