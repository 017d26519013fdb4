import { pushImage } from '../nodeImages.ts';
import { waitingProgram } from '../waitingPrograms.ts';
import { amd64, arm64, index, script, single, tag, waiting, type Shape } from './shape.ts';

const body = 'echo script runs; exec sleep 3600\n';
const foreign = ['foreignProgram'] as const;
/** The log is that of a foreign program and of a script without an interpreter alike. */
const either = 'foreignProgram or script' as const;
const noInterpreter = ['script', either] as const;
/** The program is missing, or a part of it. */
const missing = ['crashes', 'libcMismatch', 'script', 'other'] as const;

/** Single manifests, which are always pulled, and programs that differ from what their image says. */
export const programShapes: Readonly<Record<string, Shape>> = {
  'manifest of arm64': { what: '', push: single('linux/arm64', 'arm64'), emulation: 'off', troubles: foreign },
  'child of arm64': {
    what: 'the pod names its digest',
    push: index(amd64, arm64),
    image: async (to) => to.ref(tag).replace(/:\d+$/, `@${(await waiting(to, 'linux/arm64', 'arm64')).digest}`),
    emulation: 'off',
    troubles: foreign,
  },
  'manifest of arm/v7': { what: '', push: single('linux/arm/v7', 'arm'), emulation: 'off', troubles: foreign },
  'manifest of 386': { what: '', push: single('linux/386', '386'), troubles: [] },
  'manifest of amd64/v3': { what: '', push: single('linux/amd64/v3', 'amd64'), troubles: [] },
  'manifest of windows': { what: 'holds a Linux program', push: single('windows/amd64', 'amd64'), troubles: [] },
  'manifest of arm64, amd64 inside': { what: '', push: single('linux/arm64', 'amd64'), troubles: [] },
  'manifest of amd64, arm64 inside': {
    what: '',
    push: single('linux/amd64', 'arm64'),
    emulation: 'off',
    troubles: foreign,
  },
  'index, arm64 inside of amd64': {
    what: '',
    push: index(['linux/amd64', 'linux/amd64', 'arm64'], arm64),
    emulation: 'off',
    troubles: foreign,
  },
  'entry of amd64, arm64 in configuration': {
    what: 'and inside',
    push: index(['linux/amd64', 'linux/arm64', 'arm64']),
    emulation: 'off',
    troubles: foreign,
  },

  'emulated arm64': { what: 'QEMU is on', push: single('linux/arm64', 'arm64'), emulation: 'on', troubles: [] },
  'emulated script of arm64': {
    what: 'QEMU is on',
    push: script('linux/arm64', 'arm64', `#!/bin/sh\n${body}`),
    emulation: 'on',
    troubles: [],
  },
  'emulated arm64 inside of amd64': {
    what: 'QEMU is on',
    push: single('linux/amd64', 'arm64'),
    emulation: 'on',
    troubles: [],
  },
  'arm/v7 with QEMU for arm64': {
    what: 'QEMU is on',
    push: single('linux/arm/v7', 'arm'),
    emulation: 'on',
    troubles: foreign,
  },

  script: { what: 'with #!/bin/sh', push: script('linux/amd64', 'amd64', `#!/bin/sh\n${body}`), troubles: [] },
  'script of arm64': {
    what: 'with #!/bin/sh',
    push: script('linux/arm64', 'arm64', `#!/bin/sh\n${body}`),
    emulation: 'off',
    troubles: ['foreignProgram', either],
  },
  'shell of arm64': {
    what: 'the pod runs sh -c',
    push: script('linux/arm64', 'arm64', `#!/bin/sh\n${body}`),
    container: { command: ['sh', '-c', 'echo hello'] },
    emulation: 'off',
    troubles: foreign,
  },
  'script without #!': { what: '', push: script('linux/amd64', 'amd64', body), troubles: noInterpreter },
  'empty script': { what: '', push: script('linux/amd64', 'amd64', ''), troubles: noInterpreter },
  'HTML instead of a script': {
    what: 'a failed download',
    push: script('linux/amd64', 'amd64', '<html>404</html>\n'),
    troubles: noInterpreter,
  },
  'script with a byte order mark': {
    what: '',
    push: script('linux/amd64', 'amd64', `\uFEFF#!/bin/sh\n${body}`),
    troubles: noInterpreter,
  },
  'script with CRLF': {
    what: '',
    push: script('linux/amd64', 'amd64', `#!/bin/sh\r\n${body}`),
    troubles: missing,
  },
  'script that fails': {
    what: 'exit code 1',
    push: script('linux/amd64', 'amd64', '#!/bin/sh\necho cannot reach the database >&2; exit 1\n'),
    troubles: ['crashes'],
  },

  'no entrypoint': {
    what: 'neither image nor pod has a command',
    push: (to) => pushImage(to, { platform: 'linux/amd64', files: [probe(0o755)], tag }),
    podFault: true,
    troubles: ['other'],
  },
  'missing entrypoint': {
    what: 'not in the image',
    push: (to) => waiting(to, 'linux/amd64', 'amd64', { config: { Entrypoint: ['/nothing'] }, tag }),
    troubles: missing,
  },
  'entrypoint without permission': {
    what: 'mode 644',
    push: (to) => waiting(to, 'linux/amd64', 'amd64', { files: [probe(0o644)], tag }),
    troubles: missing,
  },
};

function probe(mode: number) {
  return { path: 'probe', mode, data: waitingProgram('amd64') };
}
