import { remoteRules } from './remote.ts';
import type { Rule } from './rule.ts';

/** Docker itself: the CLI, the plugin, the engine. Sources: docker/cli cmd/docker, moby client/errors.go. */
export const dockerRules: readonly Rule[] = [
  ({ evidence: { spawnError } }) =>
    spawnError === 'ENOENT' || spawnError === 'ENOTDIR' ? { code: 'dockerNotFound' } : undefined,
  // ≥ 28, ≤ 27, and `docker build` with BuildKit
  { code: 'buildxMissing', match: /unknown command: docker buildx|'(?:docker )?buildx' is not a docker command/ },
  { code: 'buildxMissing', match: /buildx component is missing or broken|Install the buildx component/ },
  // without the plugin, `docker buildx build --platform …` is parsed as `docker --platform …`
  {
    code: 'buildxMissing',
    match:
      /unknown (?:shorthand )?flag: [^\n]{1,100}\n\n?(?:See 'docker --help'|Usage: {1,4}docker \[OPTIONS\] COMMAND)/,
  },
  ...remoteRules,
  {
    code: 'engineAccessDenied',
    match:
      /permission denied while trying to connect to the [Dd]ocker (?:daemon socket at (?<path>\S{1,300}): |daemon socket|API)/,
  },
  { code: 'engineAccessDenied', match: /dial unix (?<path>\S{1,300}): connect: permission denied/ },
  {
    code: 'engineNotRunning',
    match: /Cannot connect to the Docker daemon at (?<path>\S{1,300}?)\. Is the docker daemon running/,
  },
  { code: 'engineNotRunning', match: /failed to connect to the docker API at (?<path>[^\s;]{1,300})/ },
  {
    code: 'engineNotRunning',
    match: /Is the docker daemon running|docker daemon is not running|error during connect: /,
  },
  {
    code: 'engineNotRunning',
    match: /dial unix (?<path>\S{1,280}docker\S{0,20}): connect: (?:connection refused|no such file or directory)/,
  },
  // buildx lost the connection during a build: the engine or builder ended (buildkit client/solve.go, grpc-go)
  { code: 'engineLost', match: /failed to (?:receive|get) status: rpc error: code = (?:Unavailable|Internal|Unknown)/ },
  {
    code: 'engineLost',
    match:
      /error reading from server: |closing transport due to|transport is closing|listing workers[^\n]{0,100}Unavailable/,
  },
];
