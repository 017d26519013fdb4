import type { Places, Scenario } from './scenario.ts';

export const both = ['--platform', 'linux/amd64,linux/arm64'] as const;

/** The base image is a named context, so that the Dockerfile contains no registry. */
export const base = (at: Places, image = 'base:1'): readonly string[] => [
  '--build-context',
  `base=docker-image://${at.registry}/${image}`,
];

/** Cross-compiles in one stage, needs emulation in the other, prints colors, and causes a warning with its lowercase `as`. */
export const crossDockerfile = String.raw`FROM --platform=$BUILDPLATFORM base as build
ARG TARGETARCH
RUN printf '\033[32mbuilding\033[0m for \033[1;33m%s\033[0m on %s\n' "$TARGETARCH" "$(uname -m)" && \
    echo "$TARGETARCH" > /architecture

FROM base
COPY --from=build /architecture /architecture
RUN echo "to stderr" >&2; uname -m; cat /architecture; sleep 1
CMD ["cat", "/architecture"]
`;

const cross = { Dockerfile: crossDockerfile };

const success = (name: string, args: (at: Places) => readonly string[], more: Partial<Scenario> = {}): Scenario => ({
  tool: 'buildx',
  name: `build/${name}`,
  args: (at) => ['buildx', 'build', '--progress=rawjson', ...args(at), '.'],
  files: cross,
  metadata: true,
  ...more,
});

/** Builds that succeed. */
export const buildScenarios: readonly Scenario[] = [
  success('two-platforms-push', (at) => [...base(at), ...both, '-t', `${at.registry}/app:two`, '--push']),
  success('two-platforms-push-cached', (at) => [...base(at), ...both, '-t', `${at.registry}/app:two`, '--push']),
  success('two-tags-push', (at) => [
    ...[...base(at), ...both, '-t', `${at.registry}/app:two`, '-t', `${at.registry}/app:also`, '--push'],
  ]),
  success('one-platform-push', (at) => [
    ...[...base(at), '--platform', 'linux/amd64', '-t', `${at.registry}/app:one`, '--push'],
  ]),
  success('one-platform-push-no-provenance', (at) => [
    ...[...base(at), '--platform', 'linux/arm64', '--provenance=false', '-t', `${at.registry}/app:bare`, '--push'],
  ]),
  success('native-load', (at) => [...base(at), '-t', 'app:native', '--load']),
  success('native-load-classic', (at) => [...base(at), '-t', 'app:native', '--load'], { engine: 'classic' }),
  success('two-platforms-load', (at) => [...base(at), ...both, '-t', 'app:two', '--load']),
  success('two-platforms-oci', (at) => [...base(at), ...both, '--output', 'type=oci,dest=image.tar']),
  success('two-platforms-cache-only', (at) => [...base(at), ...both, '--output', 'type=cacheonly']),
  success('two-platforms-push-plain-progress', (at) => [
    ...[...base(at), ...both, '--no-cache', '--progress=plain', '-t', `${at.registry}/app:plain`, '--push'],
  ]),
  success('push-with-registry-cache', (at) => [
    ...[...base(at), ...both, '-t', `${at.registry}/app:two`, '--push'],
    ...[
      '--cache-to',
      `type=registry,ref=${at.registry}/app:cache,mode=max`,
      '--cache-from',
      `type=registry,ref=${at.registry}/app:cache`,
    ],
  ]),
  success('several-warnings', (at) => [...base(at), '--output', 'type=cacheonly'], {
    files: {
      Dockerfile: 'FROM base as build\nENV PASSWORD secret\nMAINTAINER me\nRUN true\nfrom base\nCMD echo $MISSING\n',
    },
  }),
];
