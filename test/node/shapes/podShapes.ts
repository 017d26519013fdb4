import { readFile } from 'node:fs/promises';
import { rawRegistry, type RawRegistry } from '../../engine/registryShapes.ts';
import { pushImage } from '../nodeImages.ts';
import { script, single, tag, waiting, type Shape } from './shape.ts';

const notPulled = ['notPulled'] as const;
const good = single('linux/amd64', 'amd64');
/** The secrets of the test's namespace for the registry with a login. */
export const secrets = { right: 'right', wrong: 'wrong' } as const;

/** The image of a second container, which is pushed beside the first one. */
const beside = (to: RawRegistry) => rawRegistry(to.ref('').split('/')[0] ?? '', `${to.repository}-beside`);

/** Images that are not pulled whatever their platform is, and pods that change what an image starts. */
export const podShapes: Readonly<Record<string, Shape>> = {
  'missing tag': {
    what: '',
    push: (to) => waiting(to, 'linux/amd64', 'amd64', { tag: 'other' }),
    troubles: notPulled,
  },
  'missing repository': { what: '', push: () => Promise.resolve(), troubles: notPulled },
  'missing digest': {
    what: '',
    push: good,
    image: (to) => Promise.resolve(to.ref(tag).replace(/:\d+$/, `@sha256:${'0'.repeat(64)}`)),
    troubles: notPulled,
  },
  'no registry': {
    what: 'nobody listens there',
    push: () => Promise.resolve(),
    image: () => Promise.resolve('127.0.0.1:9/nobody:1'),
    troubles: notPulled,
  },
  'invalid name': {
    what: '',
    push: () => Promise.resolve(),
    image: (to) => Promise.resolve(to.ref(tag).replace(/\/.*:/, '/Upper:')),
    troubles: notPulled,
  },
  'no login': { what: 'the pod has no secret', push: good, locked: true, podFault: true, troubles: notPulled },
  'wrong login': {
    what: '',
    push: good,
    pod: { imagePullSecrets: [{ name: secrets.wrong }] },
    locked: true,
    podFault: true,
    troubles: notPulled,
  },
  login: { what: '', push: good, pod: { imagePullSecrets: [{ name: secrets.right }] }, locked: true, troubles: [] },
  'never pulled': {
    what: 'imagePullPolicy: Never',
    push: good,
    container: { imagePullPolicy: 'Never' },
    podFault: true,
    troubles: notPulled,
  },

  'missing command': {
    what: 'the pod runs bash',
    push: good,
    container: { command: ['bash', '-c', 'true'] },
    podFault: true,
    troubles: ['crashes', 'other'],
  },
  'program without loader': {
    what: 'dynamic, in an empty image',
    push: async (to) =>
      pushImage(to, {
        platform: 'linux/amd64',
        files: [{ path: 'true', mode: 0o755, data: await readFile('/bin/true') }],
        config: { Entrypoint: ['/true'] },
        tag,
      }),
    troubles: ['crashes', 'libcMismatch'],
  },
  'init container of arm64': {
    what: '',
    push: async (to) => {
      await good(beside(to));
      return single('linux/arm64', 'arm64')(to);
    },
    pod: { init: true, beside: (to) => beside(to).ref(tag) },
    emulation: 'off',
    troubles: ['foreignProgram'],
  },
  'second container of arm64': {
    what: 'the first one runs',
    push: async (to) => {
      await good(beside(to));
      return single('linux/arm64', 'arm64')(to);
    },
    pod: { beside: (to) => beside(to).ref(tag) },
    emulation: 'off',
    troubles: ['foreignProgram'],
  },
  'arm64, never restarted': {
    what: 'restartPolicy: Never',
    push: single('linux/arm64', 'arm64'),
    pod: { restartPolicy: 'Never' },
    emulation: 'off',
    troubles: ['foreignProgram'],
  },
  'missing entrypoint, never restarted': {
    what: 'restartPolicy: Never',
    push: (to) => waiting(to, 'linux/amd64', 'amd64', { config: { Entrypoint: ['/nothing'] }, tag }),
    pod: { restartPolicy: 'Never' },
    troubles: ['crashes', 'other', 'script'],
  },
  'missing readiness program': {
    what: 'the container runs',
    push: script('linux/amd64', 'amd64', '#!/bin/sh\nexec sleep 3600\n'),
    container: { readinessProbe: { exec: { command: ['/nothing'] }, periodSeconds: 1 } },
    troubles: [],
  },
};
