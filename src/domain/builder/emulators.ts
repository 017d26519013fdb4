import type { Builder, BuilderNode, NodePlatform } from './builder.ts';
import { normalizePlatform, runsNatively, samePlatform, type Platform } from '../platform.ts';

/** The start of a program that the kernel passes to an emulator. */
export interface Handler {
  readonly offset: number;
  readonly magic: readonly number[];
  /** The relevant bits of `magic`. */
  readonly mask: readonly number[];
  /** The kernel keeps the emulator open (flag F), so that it works in containers, too. */
  readonly fixed: boolean;
}

/** The identifying parts of a program (ELF specification): class, byte order, and machine at byte 18. */
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

/** The platforms that BuildKit searches an emulator for (util/archutil/detect.go). */
const probed: readonly Platform[] = [
  ...['amd64', 'arm64', 'riscv64', 'ppc64', 'ppc64le', 's390x', '386', 'mips64le', 'mips64', 'loong64'].map(
    (architecture) => ({ os: 'linux', architecture }),
  ),
  ...['v7', 'v6'].map((variant) => ({ os: 'linux', architecture: 'arm', variant })),
];

const machineBytes = [18, 19];
const maxBytes = 256;

/**
 * Parses an entry of the kernel's table of program formats (Documentation/admin-guide/binfmt-misc.rst); undefined for a disabled one, or
 * one for file extensions.
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

/** Whether one of the handlers accepts programs of this platform; undefined for an unknown program format. */
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
 * Corrects the platforms of the nodes on an engine by the emulators of its kernel. BuildKit updates its list at most every 20 seconds
 * (util/archutil, `CacheMaxAge`) and never removes entries: a platform without an emulator is marked as lost, and one that BuildKit has not
 * found yet is added.
 *
 * @param handlers of that kernel
 * @param isThere whether a node runs on that engine
 */
export function withEmulators(
  builder: Builder,
  handlers: readonly Handler[],
  isThere: (node: BuilderNode) => boolean,
): Builder {
  const forContainers = handlers.filter(({ fixed }) => fixed);
  const mark = (native: Platform, own: NodePlatform): NodePlatform => {
    // what a processor may run beside its own programs counts as supported if it is listed
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
  // a handler for the programs of every machine is not an emulator
  return (
    machineBytes.every((at) => (mask[at - offset] ?? 0) !== 0) &&
    [...header].every(([at, byte]) => {
      const bits = mask[at - offset] ?? 0;
      return (byte & bits) === ((magic[at - offset] ?? 0) & bits);
    })
  );
}

/** The bytes of a program's header that identify its platform, by offset. */
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
