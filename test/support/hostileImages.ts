import { gzipSync, zstdCompressSync } from 'node:zlib';
import { endOfArchive, longEntry, paxRecord, rawEntry } from './tarBlocks.ts';

/** An image that is designed to use up all time or memory of its reader. The lowest layer comes first. */
export interface HostileImage {
  readonly config: object;
  readonly layers: readonly Buffer[];
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const file = (name: string, text = '') => rawEntry({ name, body: Buffer.from(text) });
const link = (name: string, target: string) => rawEntry({ name, type: '2', link: target });
const starts = (...words: readonly string[]) => ({ Entrypoint: words });
const pathOf = (folders: readonly string[]) => ({ Env: [`PATH=${folders.join(':')}`] });
const archive = (...entries: readonly Buffer[]) => Buffer.concat([...entries, endOfArchive]);
const small = () => archive(file('other'));
const deep = (levels: number, name: string) => `${'a/'.repeat(levels)}${name}`;

/** An archive with many entries in gzip members, which never exists as a whole. */
function packed(count: number, make: (index: number) => Buffer, first: readonly Buffer[] = []): Buffer {
  const atOnce = 1000;
  return Buffer.concat([
    ...first.map((entry) => gzipSync(entry)),
    ...times(Math.ceil(count / atOnce), (batch) =>
      gzipSync(Buffer.concat(times(Math.min(atOnce, count - batch * atOnce), (at) => make(batch * atOnce + at)))),
    ),
    gzipSync(endOfArchive),
  ]);
}

/** By their effect, and no larger than necessary. `scale`: their size relative to the common limits; 1 exceeds them. */
export const hostileImages = {
  'a PATH of thousands of folders that a layer has emptied': (scale: number) => ({
    config: { ...starts('app'), ...pathOf(times(60_000 * scale, (at) => `/${at.toString(36)}`)) },
    layers: [archive(file('.wh..wh..opq'))],
  }),
  'a PATH of as many folders as are looked in, and hundreds of layers': () => ({
    config: { ...starts('app'), ...pathOf(times(1000, (at) => `/a/b/c/d/e/f/g/${at.toString(36)}`)) },
    layers: times(400, () => archive(link('a', 'b'), file('other'))),
  }),
  'a PATH of four megabytes': (scale: number) => ({
    config: { ...starts('app'), ...pathOf(times(1_300_000 * scale, () => '/a')) },
    layers: [small()],
  }),
  'an init that starts inits without end': (scale: number) => ({
    config: { Entrypoint: times(200_000 * scale, () => 'tini') },
    layers: [small()],
  }),
  'a shell whose command is one word of megabytes': (scale: number) => ({
    config: starts('sh', '-c', `${' '.repeat(1_000_000 * scale)}${'a'.repeat(2_000_000 * scale)}!`),
    layers: [small()],
  }),
  'a program with a name of megabytes': (scale: number) => ({
    config: starts('a'.repeat(3_000_000 * scale)),
    layers: [small()],
  }),
  'a configuration that is nothing but brackets': (scale: number) => ({
    config: { ...starts('app'), Labels: times(1_300_000 * scale, () => []) },
    layers: [small()],
  }),
  'thousands of links to the folder that is looked in': (scale: number) => ({
    config: { ...starts('app'), ...pathOf(times(900, (at) => `/bin/${at}`)) },
    layers: [packed(130_000 * scale, (at) => link(at.toString(36), 'bin'))],
  }),
  'links that lead through all layers': () => ({
    config: starts('/l0/app'),
    layers: times(400, (at) => archive(link(`l${at}`, `l${at + 1}`))),
  }),
  'paths of thousands of folders': () => ({
    config: { ...starts('app'), ...pathOf(times(30, (at) => `/${deep(1900, String(at))}`)) },
    layers: times(200, small),
  }),
  'a path of thousands of links, in hundreds of layers': () => {
    const names = times(900, (at) => at.toString(36));
    const whole = names.join('/');
    return {
      config: { ...starts('app'), ...pathOf(times(40, (at) => `/${whole}/${at}`)) },
      layers: times(10, (layer) =>
        packed(80, (at) =>
          longEntry({ name: `l${layer}-${at}`, type: '2', link: names.slice(0, 10 * (at + 1)).join('/') }),
        ),
      ),
    };
  },
  'thousands of files in thousands of folders each': (scale: number) => ({
    config: starts('/app'),
    layers: [packed(8000 * scale, (at) => longEntry({ name: deep(1900, String(at)) }))],
  }),
  'hundreds of folders for each of its files': (scale: number) => ({
    config: starts('/app'),
    layers: [
      packed(700 * scale, (at) =>
        longEntry({
          name: times(500, (level) => `${at}-${level}`)
            .join('/')
            .slice(0, 4090),
        }),
      ),
    ],
  }),
  'more whiteouts than any image has': (scale: number) => ({
    config: starts('/app'),
    layers: [packed(310_000 * scale, (at) => file(`.wh.${at}`))],
  }),
  'first lines that no pattern gets through': (scale: number) => {
    const line = `#!${'a'.repeat(120)}${' '.repeat(120)}\rb`;
    return { config: starts('/app'), layers: [packed(3000 * scale, (at) => file(`f${at}`, line))] };
  },
  'names and links of four kilobytes each': (scale: number) => ({
    config: starts('/app'),
    layers: [
      packed(6000 * scale, (at) => {
        const name = `${at}-${'ä'.repeat(1900)}`;
        return longEntry({ name, type: '2', link: name });
      }),
    ],
  }),
  'hundreds of thousands of records for all entries': (scale: number) => {
    const records = times(300_000, (at) => paxRecord(at.toString(36), '')).join('');
    const global = rawEntry({ name: 'g', type: 'g', body: Buffer.from(records) });
    return { config: starts('/app'), layers: [packed(3000 * scale, (at) => longEntry({ name: `f${at}` }), [global])] };
  },
  'entries with a megabyte of records each': (scale: number) => {
    const records = Buffer.from(times(100_000, (at) => paxRecord(at.toString(36), '')).join(''));
    return {
      config: starts('/app'),
      layers: [packed(150 * scale, (at) => rawEntry({ name: `f${at}`, type: 'x', body: records }))],
    };
  },
  'an extended header of gigabytes': (scale: number) => ({
    config: starts('/app'),
    layers: [
      gzipSync(
        Buffer.concat([
          rawEntry({ name: 'x', type: 'x', size: 4_000_000_000 }),
          Buffer.alloc(50_000_000 * scale, '9 a=b\n'),
        ]),
      ),
    ],
  }),
  'thousands of empty frames of zstd': (scale: number) => {
    const frame = zstdCompressSync(Buffer.alloc(0));
    return { config: starts('/app'), layers: [Buffer.concat(times(50_000 * scale, () => frame))] };
  },
  'a million frames of zstd that are to be skipped': (scale: number) => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
    return { config: starts('/app'), layers: [Buffer.alloc(8_400_000 * scale, skipped)] };
  },
  'a window of zstd as large as can be': (scale: number) => ({
    config: starts('/app'),
    // one frame (RFC 8878) with a window of 128 MB and blocks that repeat a byte 128 kB long
    layers: [
      Buffer.concat([
        Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x88]),
        Buffer.alloc(4 * 30_000 * scale, Buffer.from([0x02, 0x00, 0x10, 0x00])),
        Buffer.from([0x01, 0x00, 0x00]),
      ]),
    ],
  }),
  'members of gzip that hold nothing': (scale: number) => ({
    config: starts('/app'),
    layers: [Buffer.alloc(20 * 300_000 * scale, gzipSync(Buffer.alloc(0)))],
  }),
  'gigabytes of zeros in a few megabytes': (scale: number) => {
    const zeros = gzipSync(Buffer.alloc(100_000_000));
    const head = gzipSync(rawEntry({ name: 'zeros', size: 8_000_000_000 }));
    return { config: starts('/app'), layers: [Buffer.concat([head, ...times(30 * scale, () => zeros)])] };
  },
  'hundreds of layers of nothing': () => ({ config: starts('app'), layers: times(500, small) }),
} as const satisfies Readonly<Record<string, (scale: number) => HostileImage>>;

export type HostileName = keyof typeof hostileImages;
