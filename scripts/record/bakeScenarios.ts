import { crossDockerfile } from './buildScenarios.ts';
import type { Places, Scenario } from './scenario.ts';

const bakeFile = `variable "TAG" {
  default = "1"
}
group "default" {
  targets = ["app", "tool"]
}
target "app" {
  platforms = ["linux/amd64", "linux/arm64"]
}
target "tool" {
  dockerfile = "tool.Dockerfile"
  platforms = ["linux/amd64"]
}
target "broken" {
  dockerfile-inline = "FROM base\\nRUN false"
}
`;

const files = {
  'docker-bake.hcl': bakeFile,
  Dockerfile: crossDockerfile,
  'tool.Dockerfile': 'FROM base\nRUN echo a tool\n',
};

const overrides = (at: Places): readonly string[] => [
  ...['--set', `*.contexts.base=docker-image://${at.registry}/base:1`],
  ...['--set', `app.tags=${at.registry}/app:baked`, '--set', `tool.tags=${at.registry}/tool:baked`],
];

const bake = (name: string, args: (at: Places) => readonly string[], more: Partial<Scenario> = {}): Scenario => ({
  tool: 'buildx',
  name: `bake/${name}`,
  args: (at) => ['buildx', 'bake', ...args(at)],
  files,
  ...more,
});
const build = (name: string, args: (at: Places) => readonly string[], more: Partial<Scenario> = {}): Scenario =>
  bake(name, (at) => ['--progress=rawjson', ...overrides(at), ...args(at)], more);

/** Bake files: their meaning, the results of building them, and their failures. */
export const bakeScenarios: readonly Scenario[] = [
  bake('print', (at) => [...overrides(at), '--print']),
  bake('print-target', (at) => [...overrides(at), '--print', 'tool']),
  bake('print-compose', () => ['-f', 'compose.yaml', '--print'], {
    files: {
      'compose.yaml':
        'services:\n  web:\n    image: example.org/web:1\n    build:\n      context: .\n      platforms: [linux/amd64, linux/arm64]\n  db:\n    image: example.org/db:1\n',
      Dockerfile: crossDockerfile,
    },
  }),
  build('two-targets-push', () => ['--push'], { metadata: true }),
  build('one-target-push', () => ['--push', 'tool'], { metadata: true }),
  build('step-fails', () => ['broken']),
  build('unknown-target', () => ['nothing']),
  bake('print-unknown-target', () => ['--print', 'nothing']),
  build('syntax-error', () => [], {
    files: { 'docker-bake.hcl': 'target "app" {\n  platforms = ["linux/amd64"\n}\n', Dockerfile: crossDockerfile },
  }),
  bake('print-syntax-error', () => ['--print'], {
    files: { 'docker-bake.hcl': 'target "app" {\n  platforms = ["linux/amd64"\n}\n' },
  }),
  bake('print-unknown-attribute', () => ['--print'], {
    files: { 'docker-bake.hcl': 'target "default" {\n  platform = "linux/amd64"\n}\n' },
  }),
  bake('print-unknown-variable', () => ['--print'], {
    files: { 'docker-bake.hcl': 'target "default" {\n  tags = ["app:${NOTHING}"]\n}\n' },
  }),
  bake('print-no-file', () => ['--print'], { files: { Dockerfile: crossDockerfile } }),
  bake('print-file-missing', () => ['-f', 'nothing.hcl', '--print']),
  bake('print-compose-broken', () => ['-f', 'compose.yaml', '--print'], {
    files: { 'compose.yaml': 'services:\n  web:\n   build: {\n' },
  }),
  // The folder beside the working folder may only be read if the command line allows it.
  bake('file-access-denied', () => ['--progress=rawjson', 'outside'], {
    files: {
      'docker-bake.hcl': 'target "outside" {\n  context = "../other"\n}\n',
      '../other/Dockerfile': 'FROM base\n',
    },
  }),
];
