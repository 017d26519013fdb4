import type { Builder, BuilderNode, NodePlatform } from './builder.ts';
import { normalizePlatform, runsNatively, samePlatform, type Platform } from '../platform.ts';

/** What a program has to begin with for the kernel to hand it to an emulator. */
export interface Handler {
  readonly offset: number;
  readonly magic: readonly number[];
  /** The bits of `magic` that count. */
  readonly mask: readonly number[];
  /** The kernel keeps the emulator open (flag F), so that it works in containers too. */
  readonly fixed: boolean;
}

/** Where programs are told apart (ELF specification): class, byte order, and machine at byte 18. */
const programs: Readonly<Record<string, readonly [bits: 32 | 64, order: 'little' | 'big', machine: number]>> = {
  '386': [32, 'little', 3],
  amd64: [64, 'little', 62],
  arm: [32, 'little', 40],
  arm64: [64, 'little', 183],
  loong64: [64, 'little', 258],
  mips: [32, 'big', 8],
  mips64: [64, 'big', 8],
  mips64le: [64, 'little', 8],
  mipsle: [32, 'little', 8],
  ppc64: [64, 'big', 21],
  ppc64le: [64, 'little', 21],
  riscv64: [64, 'little', 243],
  s390x: [64, 'big', 22],
};

/** What BuildKit looks for an emulator for (util/archutil/detect.go). */
const probed: readonly Platform[] = [
  ...['amd64', 'arm64', 'riscv64', 'ppc64', 'ppc64le', 's390x', '386', 'mips64le', 'mips64', 'loong64'].map(
    (architecture) => ({ os: 'linux', architecture }),
  ),
  ...['v7', 'v6'].map((variant) => ({ os: 'linux', architecture: 'arm', variant })),
];

const machineBytes = [18, 19];
const maxBytes = 256;

/**
 * Reads one entry of the kernel's table of program formats (Documentation/admin-guide/binfmt-misc.rst), as it shows it;
 * undefined for one that is disabled, or that goes by a file's name.
 */
export function parseHandler(text: string): Handler | undefined {
  if (!/^enabled$/m.test(text)) {
    return undefined;
  }
  const magic = bytes(/^magic ([0-9a-f]+)$/m.exec(text)?.[1]);
  const mask = bytes(/^mask ([0-9a-f]+)$/m.exec(text)?.[1]);
  const offset = Number(/^offset (\d{1,4})$/m.exec(text)?.[1] ?? 0);
  const fixed = /^flags: \w*F/m.test(text);
  return magic.length === 0 ? undefined : { offset, magic, mask: magic.map((_, index) => mask[index] ?? 0xff), fixed };
}

/** Whether one of the handlers takes programs of this platform; undefined for a platform whose programs are not known. */
export function hasEmulator(handlers: readonly Handler[], platform: Platform): boolean | undefined {
  const { os, architecture } = normalizePlatform(platform);
  const program = os === 'linux' && Object.hasOwn(programs, architecture) ? programs[architecture] : undefined;
  if (program === undefined) {
    return undefined;
  }
  const header = headerOf(program);
  return handlers.some((handler) => takes(handler, header));
}

/**
 * Puts the platforms of the nodes on an engine right by what its kernel has emulators for. BuildKit looks at most every 20
 * seconds (util/archutil, `CacheMaxAge`), and only ever adds to its list: what it lists without an emulator is marked as lost,
 * and what it has not found yet is there.
 *
 * @param handlers that kernel's
 * @param isThere whether a node runs on that engine
 */
export function withEmulators(
  builder: Builder,
  handlers: readonly Handler[],
  isThere: (node: BuilderNode) => boolean,
): Builder {
  const forContainers = handlers.filter(({ fixed }) => fixed);
  const mark = (native: Platform, own: NodePlatform): NodePlatform => {
    // what a processor may or may not run beside its own programs counts as run where it is listed
    const needsNone = runsNatively(native, own.platform, [own.platform]);
    return !needsNone && hasEmulator(handlers, own.platform) === false ? { ...own, lost: true } : own;
  };
  const found = (listed: readonly NodePlatform[]): readonly NodePlatform[] =>
    probed
      .filter((platform) => !listed.some((own) => samePlatform(own.platform, platform)))
      .filter((platform) => hasEmulator(forContainers, platform) === true)
      .map((platform) => ({ platform, pinned: false }));
  return {
    ...builder,
    nodes: builder.nodes.map((node) => {
      const { native, platforms, status } = node;
      return native && status === 'running' && isThere(node)
        ? { ...node, platforms: [...platforms.map((own) => mark(native, own)), ...found(platforms)] }
        : node;
    }),
  };
}

function takes({ offset, magic, mask }: Handler, header: ReadonlyMap<number, number>): boolean {
  // one that takes every machine's programs is no emulator
  return (
    machineBytes.every((at) => (mask[at - offset] ?? 0) !== 0) &&
    [...header].every(([at, byte]) => {
      const bits = mask[at - offset] ?? 0;
      return (byte & bits) === ((magic[at - offset] ?? 0) & bits);
    })
  );
}

/** The bytes of a program's header that tell its platform, by their place. */
function headerOf([bits, order, machine]: (typeof programs)[string]): ReadonlyMap<number, number> {
  const low = machine % 256;
  const high = Math.floor(machine / 256);
  const [first, second] = order === 'little' ? [low, high] : [high, low];
  return new Map([
    ...[0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, order === 'little' ? 1 : 2].entries(),
    [18, first],
    [19, second],
  ]);
}

function bytes(hex = ''): number[] {
  return (hex.slice(0, 2 * maxBytes).match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}
