import { types } from '../../engine/registryShapes.ts';
import { at, pushAttestation, type Descriptor } from '../nodeImages.ts';
import { amd64, arm64, dockerList, index, pushEntries, tag, waiting, type Entry, type Shape } from './shape.ts';

const v3: Entry = ['linux/amd64/v3', 'linux/amd64/v3', 'amd64'];
const i386: Entry = ['linux/386', 'linux/386', '386'];
const windows: Entry = ['windows/amd64', 'windows/amd64', 'amd64'];
const nameless = ([, ...others]: Entry): Entry => [undefined, ...others];

const lacking = ['noPlatform'] as const;
/** The runtime does not say that the platform is missing. */
const lackingSilently = ['noPlatform', 'notPulled'] as const;

/** An index of which a node for linux/amd64 takes an entry, or none. */
export const indexShapes: Readonly<Record<string, Shape>> = {
  'index of amd64, arm64': { what: '', push: index(amd64, arm64), troubles: [] },
  'index of arm64': { what: '', push: index(arm64), troubles: lacking },
  'Docker list of arm64': { what: '', push: dockerList(arm64), troubles: lacking },
  'index of arm64, emulated': { what: 'QEMU is on', push: index(arm64), emulation: 'on', troubles: lacking },
  'index of arm/v7': { what: '', push: index(['linux/arm/v7', 'linux/arm/v7', 'arm']), troubles: lacking },
  'index of amd64/v1': { what: '', push: index(['linux/amd64/v1', 'linux/amd64/v1', 'amd64']), troubles: [] },
  'index of amd64/v2': { what: '', push: index(['linux/amd64/v2', 'linux/amd64/v2', 'amd64']), troubles: lacking },
  'index of amd64/v3': { what: '', push: index(v3), troubles: lacking },
  'index of amd64, amd64/v3': { what: '', push: index(amd64, v3), troubles: [] },
  'index of amd64/v3, amd64': { what: '', push: index(v3, amd64), troubles: [] },
  'index of 386': { what: '', push: index(i386), troubles: lackingSilently },
  'index of 386, arm64': { what: '', push: index(i386, arm64), troubles: lackingSilently },
  'index of windows': { what: '', push: index(windows), troubles: lacking },
  'index of windows, arm64': { what: '', push: index(windows, arm64), troubles: lacking },
  'empty index': { what: '', push: (to) => to.index(tag, []), troubles: lacking },

  'attested amd64': {
    what: 'index with the attestation of buildx',
    async push(to) {
      const image = await waiting(to, 'linux/amd64', 'amd64');
      return to.index(tag, [at('linux/amd64', image), await pushAttestation(to, image)]);
    },
    troubles: [],
  },
  'attested arm64': {
    what: 'what buildx pushes on arm64',
    async push(to) {
      const image = await waiting(to, 'linux/arm64', 'arm64');
      return to.index(tag, [at('linux/arm64', image), await pushAttestation(to, image)]);
    },
    troubles: lacking,
  },
  'attestation first': {
    what: 'before linux/amd64',
    async push(to) {
      const image = await waiting(to, 'linux/amd64', 'amd64');
      return to.index(tag, [await pushAttestation(to, image), at('linux/amd64', image)]);
    },
    troubles: [],
  },
  'attestation only': {
    what: '',
    push: async (to) => to.index(tag, [await pushAttestation(to, await waiting(to, 'linux/amd64', 'amd64'))]),
    troubles: lacking,
  },

  'nested index': { what: 'an index with an index of amd64, arm64', push: nested([amd64, arm64]), troubles: [] },
  'nested index of arm64': { what: '', push: nested([arm64]), troubles: lacking },
  'nested index for amd64': {
    what: 'the entry says linux/amd64',
    push: nested([amd64, arm64], 'linux/amd64'),
    troubles: [],
  },
  'nested index for arm64': {
    what: 'the entry says linux/arm64, and linux/amd64 is inside',
    push: nested([amd64, arm64], 'linux/arm64'),
    troubles: lacking,
  },

  'nameless amd64': { what: 'an entry without platform', push: index(nameless(amd64)), troubles: [] },
  'nameless arm64': { what: '', push: index(nameless(arm64)), emulation: 'off', troubles: lacking },
  'nameless arm64, amd64': {
    what: 'two entries without platform',
    push: index(nameless(arm64), nameless(amd64)),
    emulation: 'off',
    troubles: lacking,
  },
  'nameless arm64, named amd64': { what: '', push: index(nameless(arm64), amd64), troubles: [] },

  'amd64 is gone': { what: 'its manifest was deleted', push: withoutFirst(amd64, arm64), troubles: ['notPulled'] },
  'arm64 is gone': { what: '', push: withoutFirst(arm64, amd64), troubles: [] },
  'amd64 twice': {
    what: 'the first one holds an arm64 program',
    push: index(['linux/amd64', 'linux/amd64', 'arm64'], amd64),
    emulation: 'off',
    troubles: ['foreignProgram'],
  },
};

/** An index whose only entry is an index; `platform`: what the entry says. */
function nested(entries: readonly Entry[], platform?: string): Shape['push'] {
  return async (to) => {
    const inner = await to.index('inner', await pushEntries(to, entries));
    return to.index(tag, [platform === undefined ? inner : at(platform, inner)]);
  };
}

/** An index whose first entry was deleted after the push: registries refuse it before. */
function withoutFirst(...entries: readonly Entry[]): Shape['push'] {
  return async (to) => {
    const pushed = await pushEntries(to, entries);
    await to.put(tag, { schemaVersion: 2, mediaType: types.ociIndex, manifests: pushed }, types.ociIndex);
    await to.remove((pushed[0] as Descriptor).digest);
  };
}
