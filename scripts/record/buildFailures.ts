import { base, both, crossDockerfile } from './buildScenarios.ts';
import type { Places, Scenario } from './scenario.ts';

const failure = (
  name: string,
  dockerfile: string,
  args: (at: Places) => readonly string[],
  more: Partial<Scenario> = {},
): Scenario => ({
  tool: 'buildx',
  name: `build-fails/${name}`,
  args: (at) => ['buildx', 'build', '--progress=rawjson', ...args(at), '.'],
  files: { Dockerfile: dockerfile },
  ...more,
});

const nothing = 'FROM base\n';
const cacheOnly = ['--output', 'type=cacheonly'] as const;
const here = (at: Places): readonly string[] => [...base(at), ...cacheOnly];
const everywhere = (at: Places): readonly string[] => [...base(at), ...both, ...cacheOnly];
const pushTo =
  (place: keyof Places) =>
  (at: Places): readonly string[] => [...base(at), '-t', `${at[place]}/app:1`, '--push'];

/** A step with time for an action, recognized by its printed line, which is Base64 in the log. */
const slow = 'FROM base\nRUN echo started && sleep 60\n';
const slowSeen = /"data": ?"c3RhcnRlZAo="/;

/** Builds that fail, each in one way. */
export const buildFailures: readonly Scenario[] = [
  // the Dockerfile
  failure('dockerfile-missing', nothing, here, { files: { 'README.md': 'no Dockerfile\n' } }),
  failure('dockerfile-named-missing', nothing, (at) => [...here(at), '-f', 'docker/app.Dockerfile']),
  failure('dockerfile-empty', '', here),
  failure('dockerfile-syntax', 'FROM base\nRUN --mount=type=secret,id id\nENV\n', here),
  failure('dockerfile-unterminated-heredoc', 'FROM base\nRUN <<END\necho hello\n', here),
  failure('unknown-instruction', 'FROM base\n\nRUNN uname -m\n', here),
  failure('unknown-instruction-lower-case', 'FROM base\nCOPPY a b\n', here),
  failure('unknown-flag', 'FROM base\nCOPY --form=base /bin/sh /sh\n', here),
  failure('unknown-stage', 'FROM base AS build\n', (at) => [...here(at), '--target', 'nothing']),
  failure('copy-from-unknown-stage', 'FROM base\nCOPY --from=nothing:1 /a /b\n', here),
  failure('copy-missing-file', 'FROM base\nCOPY go.mod go.sum /src/\n', here),
  failure('context-missing', nothing, here, {
    args: (at) => ['buildx', 'build', '--progress=rawjson', ...here(at), 'missing-folder'],
  }),
  failure('context-is-a-file', nothing, here, {
    args: (at) => ['buildx', 'build', '--progress=rawjson', ...here(at), 'Dockerfile'],
  }),
  failure('named-context-missing', 'FROM base\nCOPY --from=shared / /\n', (at) => [
    ...[...here(at), '--build-context', 'shared=missing-folder'],
  ]),
  failure('secret-missing', 'FROM base\nRUN --mount=type=secret,id=token cat /run/secrets/token\n', (at) => [
    ...[...here(at), '--secret', 'id=token,src=missing-file'],
  ]),
  failure('secret-required', 'FROM base\nRUN --mount=type=secret,id=token,required cat /run/secrets/token\n', here),

  // steps
  failure('step-false', 'FROM base\n\nRUN echo "about to fail" && false\n', here),
  failure('step-exit-code', 'FROM base\nRUN echo one; \\\n    echo two >&2; \\\n    exit 42\n', everywhere),
  failure('step-command-not-found', 'FROM base\nRUN gcc -o app app.c\n', here),
  failure('step-program-not-found', 'FROM base\nRUN ["/usr/bin/gcc", "-o", "app"]\n', here),
  failure('step-killed', "FROM base\nRUN sh -c 'kill -9 $$'; exit $?\n", here),
  failure(
    'two-stages-fail',
    'FROM base AS a\nRUN false\nFROM base AS b\nRUN exit 3\nFROM base\nCOPY --from=a / /a\nCOPY --from=b / /b\n',
    here,
  ),
  failure('script-not-executable', nothing, here, {
    files: { Dockerfile: 'FROM base\nCOPY --chmod=644 run.sh /run.sh\nRUN /run.sh\n', 'run.sh': '#!/bin/sh\ntrue\n' },
  }),
  failure('script-without-interpreter-line', nothing, here, {
    files: { Dockerfile: 'FROM base\nCOPY --chmod=755 run.sh /run.sh\nRUN ["/run.sh"]\n', 'run.sh': 'echo hello\n' },
  }),
  failure('script-with-carriage-returns', nothing, here, {
    files: {
      Dockerfile: 'FROM base\nCOPY --chmod=755 run.sh /run.sh\nRUN /run.sh\n',
      'run.sh': '#!/bin/sh\r\ntrue\r\n',
    },
  }),

  // platforms
  failure('exec-format-error', crossDockerfile, (at) => [...everywhere(at), '--no-cache'], { emulation: 'off' }),
  failure(
    'exec-format-error-one-platform',
    'FROM base\nRUN uname -m\n',
    (at) => [...here(at), '--platform', 'linux/arm64'],
    {
      emulation: 'off',
    },
  ),
  failure('exec-format-error-exec-form', 'FROM base\nRUN ["uname", "-m"]\n', everywhere, { emulation: 'off' }),
  failure(
    'exec-format-error-base-of-other-platform',
    'FROM base\nRUN uname -m\n',
    (at) => [...[...base(at, 'arm64-bare:1'), ...cacheOnly, '--platform', 'linux/amd64']],
    { emulation: 'off' },
  ),
  failure('base-of-other-platform-emulated', 'FROM base\nRUN uname -m\n', (at) => [
    ...[...base(at, 'arm64-bare:1'), ...cacheOnly, '--platform', 'linux/amd64'],
  ]),
  failure(
    'foreign-program-copied',
    'FROM --platform=linux/arm64 base AS other\nFROM base\nCOPY --from=other /bin/busybox /foreign\nRUN /foreign uname -m\n',
    here,
    {
      emulation: 'off',
    },
  ),
  failure('platform-nobody-runs', 'FROM base\nRUN uname -m\n', (at) => [
    ...[...base(at, 's390x:1'), ...cacheOnly, '--platform', 'linux/s390x'],
  ]),
  failure('platform-unknown', nothing, (at) => [...here(at), '--platform', 'linux/quux']),
  failure('platform-malformed', nothing, (at) => [...here(at), '--platform', 'linux/amd64/v2/x']),
  failure('platform-bad-characters', nothing, (at) => [...here(at), '--platform', 'linux/am d64']),
  failure('base-lacks-platform', nothing, (at) => [
    ...[...base(at, 'arm64-only:1'), ...cacheOnly, '--platform', 'linux/amd64'],
  ]),
  failure('base-lacks-one-platform', 'FROM base\nRUN true\n', (at) => [
    ...base(at, 'arm64-only:1'),
    ...cacheOnly,
    ...both,
  ]),
  failure('base-not-found', nothing, (at) => [...base(at, 'nothing:1'), ...cacheOnly]),
  failure('base-tag-not-found', nothing, (at) => [...base(at, 'base:nothing'), ...cacheOnly]),
  failure('base-login-required', nothing, (at) => [
    ...['--build-context', `base=docker-image://${at.guarded}/base:1`, ...cacheOnly],
  ]),
  failure('base-registry-unreachable', nothing, (at) => [
    ...['--build-context', `base=docker-image://${at.nobody}/base:1`, ...cacheOnly],
  ]),

  // what the docker driver does not support with the classic image store
  ...(
    [
      ['classic-two-platforms-push', (at) => [...both, '-t', `${at.registry}/app:classic`, '--push']],
      ['classic-two-platforms-load', () => [...both, '-t', 'app:classic', '--load']],
      ['classic-two-platforms-cache-only', () => [...both, ...cacheOnly]],
      ['classic-oci', () => ['--output', 'type=oci,dest=image.tar']],
      ['classic-cache-local', () => [...cacheOnly, '--cache-to', 'type=local,dest=cache']],
      ['classic-cache-registry', (at) => [...cacheOnly, '--cache-to', `type=registry,ref=${at.registry}/app:cache`]],
      ['classic-attestations', () => ['-t', 'app:classic', '--load', '--provenance=mode=max']],
    ] satisfies [string, (at: Places) => readonly string[]][]
  ).map(([name, args]) => failure(name, nothing, (at) => [...base(at), ...args(at)], { engine: 'classic' })),
  failure('push-without-tag', nothing, (at) => [...base(at), '--push']),
  failure('tag-invalid', nothing, (at) => [...base(at), '-t', 'App:1', '--push']),
  failure('output-unknown', nothing, (at) => [...base(at), '--output', 'type=carton']),
  failure('output-folder-missing', nothing, (at) => [
    ...base(at),
    '--output',
    'type=oci,dest=missing-folder/image.tar',
  ]),
  failure('unknown-argument', nothing, (at) => [...here(at), '--platfrom', 'linux/amd64']),

  // builders
  failure('builder-unknown', nothing, (at) => ['--builder', 'nobody', ...here(at)]),
  failure('builder-unreachable', nothing, (at) => ['--builder', 'away', ...here(at)], { config: 'builders' }),
  failure('builder-cannot-start', nothing, (at) => ['--builder', 'idle', ...here(at)], { config: 'builders' }),
  failure('engine-down', nothing, here, { engine: 'none' }),

  // registries
  failure('push-no-login', nothing, pushTo('guarded')),
  failure('push-wrong-login', nothing, pushTo('guarded'), { config: 'wrongLogin' }),
  failure('push-nobody-listens', nothing, pushTo('nobody')),
  failure('push-plain-http', nothing, pushTo('plain')),
  failure('push-unknown-authority', nothing, pushTo('unknownAuthority')),
  failure('push-no-login-classic', nothing, pushTo('guarded'), { engine: 'classic' }),
  failure('push-nobody-listens-classic', nothing, pushTo('nobody'), { engine: 'classic' }),
  failure('push-plain-http-classic', nothing, pushTo('plain'), { engine: 'classic' }),
  failure('push-unknown-authority-classic', nothing, pushTo('unknownAuthority'), { engine: 'classic' }),

  // unplanned ends
  failure('interrupted', slow, everywhere, { during: { sees: slowSeen, act: 'interrupt' } }),
  failure('engine-killed', slow, everywhere, { engine: 'doomed', during: { sees: slowSeen, act: 'killEngine' } }),
  failure('registry-killed', 'FROM base\nCOPY big /big\n', pushTo('doomed'), {
    files: { Dockerfile: 'FROM base\nCOPY big /big\n', big: 150_000_000 },
    during: { sees: /"id": ?"pushing layers"/, act: 'killRegistry' },
  }),
  failure('disk-full-step', 'FROM base\nRUN dd if=/dev/urandom of=/big bs=1000000 count=200\n', here, {
    engine: 'small',
  }),
  failure('disk-full-copy', nothing, here, {
    engine: 'small',
    files: { Dockerfile: 'FROM base\nCOPY big /big\n', big: 200_000_000 },
  }),
  failure('disk-full-export', nothing, (at) => [...base(at), '-t', 'app:big', '--load'], {
    engine: 'small',
    files: { Dockerfile: 'FROM base\nCOPY big /big\n', big: 40_000_000 },
  }),
];
