import { base, both } from './buildScenarios.ts';
import type { Scenario } from './scenario.ts';

const cacheOnly = ['--output', 'type=cacheonly'] as const;

const progress = (name: string, dockerfile: string, platforms: readonly string[] = both): Scenario => ({
  tool: 'buildx',
  name: `progress/${name}`,
  args: (at) => ['buildx', 'build', '--progress=rawjson', ...base(at), ...platforms, ...cacheOnly, '.'],
  files: { Dockerfile: dockerfile },
});

const crossStages = String.raw`FROM --platform=$BUILDPLATFORM base AS tool
RUN echo for every platform
FROM --platform=$BUILDPLATFORM base AS cross
ARG TARGETARCH
COPY --from=tool /bin/sh /copied
RUN echo for $TARGETARCH > /made
FROM base
COPY --from=cross /made /made
`;

/** Builds whose progress contains something new. */
export const progressScenarios: readonly Scenario[] = [
  progress('cross-only', crossStages),
  progress('cross-only-one-platform', crossStages, ['--platform', 'linux/arm64']),
  progress('linked-copy', 'FROM base AS a\nRUN echo 1 > /a\nFROM base\nCOPY --link --from=a /a /b/\nRUN cat /b/a\n'),
  progress(
    'fails-in-continued-line',
    String.raw`FROM base
RUN uname -m && \
    printf '\033[31mfatal:\033[0m cannot find \033[1mlibfoo\033[0m\n' >&2 && \
    exit 3
RUN echo never
`,
  ),
  progress('fails-in-here-document', 'FROM base\nRUN echo one\nRUN <<EOF\nset -e\necho two\nfalse\nEOF\n'),
  progress(
    'long-output',
    'FROM base\nRUN for i in $(seq 500); do echo "  CC [M]  drivers/net/ethernet/main_$i.o"; done\n',
  ),
  progress(
    'terminal-escapes',
    String.raw`FROM base
RUN for i in 0 20 40 60 80 100; do printf '\r%s%%' $i; sleep 0.1; done; echo; \
    printf '\033]0;title\007a\033[2J\033[H\033]52;c;cHduZWQ=\007b\033[31mred\nstill red\033[0m plain\n\303\251\302\233 31mend\n\033Pq#0;2;0\033\\c\n'
`,
    ['--platform', 'linux/amd64'],
  ),
  {
    tool: 'buildx',
    name: 'progress/bake-shared-stage',
    args: (at) => [
      ...['buildx', 'bake', '--progress=rawjson', '--set', '*.output=type=cacheonly'],
      ...['--set', `*.contexts.base=docker-image://${at.registry}/base:1`],
    ],
    files: {
      Dockerfile:
        'FROM base AS common\nRUN echo common; sleep 0.5\nFROM common AS app\nRUN echo app\nFROM common AS worker\nRUN echo worker\n',
      'docker-bake.hcl': `group "default" {
  targets = ["app", "worker"]
}
target "app" {
  target = "app"
  platforms = ["linux/amd64", "linux/arm64"]
}
target "worker" {
  target = "worker"
  platforms = ["linux/amd64", "linux/arm64"]
}
`,
    },
  },
];
