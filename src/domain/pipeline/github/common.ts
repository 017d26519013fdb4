import { actions, usesOf } from './actions.ts';
import type { PipelineBuild, PipelineFacts } from '../facts.ts';
import { notEvaluated } from '../yamlFile.ts';

type Build = Extract<PipelineBuild, { readonly kind: 'dockerfile' }>;

/** When a workflow runs; a pull request builds and pushes nothing. */
export const triggers = (branch: string) => ({
  push: { branches: [notEvaluated(branch)], tags: ['v*'] },
  pull_request: null,
  workflow_dispatch: null,
});

export const isPush = "github.event_name != 'pull_request'";
export const pushes = `\${{ ${isPush} }}`;

/** Two runs for one branch would race for its tags. */
export const oneAtATime = {
  group: '${{ github.workflow }}-${{ github.ref }}',
  'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
};

/** How a registry is logged in to: the names of the repository's variables and secrets. */
export function loginOf({ registry }: Pick<PipelineFacts, 'registry'>): {
  readonly username: string;
  readonly password: string;
  /** What the job's own token needs, and what the user has to define otherwise. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly define: readonly string[];
} {
  if (registry === 'ghcr.io') {
    return {
      username: '${{ github.actor }}',
      password: '${{ secrets.GITHUB_TOKEN }}',
      permissions: { packages: 'write' },
      define: [],
    };
  }
  const prefix = registry === 'docker.io' ? 'DOCKERHUB' : 'REGISTRY';
  const [user, token] = [`${prefix}_USERNAME`, `${prefix}_TOKEN`];
  return {
    username: `\${{ vars.${user} }}`,
    password: `\${{ secrets.${token} }}`,
    permissions: {},
    define: [`the variable ${user}`, `the secret ${token}`],
  };
}

export function loginStep(facts: PipelineFacts) {
  const { username, password } = loginOf(facts);
  return {
    name: `Log in to ${facts.registry}`,
    if: isPush,
    uses: usesOf(actions.login),
    with: { ...(facts.registry !== 'docker.io' && { registry: facts.registry }), username, password },
  };
}

/** The tags of an image: that of the last build for the main branch, versions, and a name for every other branch. */
export function tagRules({ tag }: Pick<PipelineFacts, 'tag'>, branch: string): string {
  return [
    `type=raw,value=${notEvaluated(tag)},enable=\${{ github.ref == 'refs/heads/${notEvaluated(branch).replaceAll("'", "''")}' }}`,
    'type=semver,pattern={{version}}',
    'type=ref,event=branch',
    'type=sha',
    '',
  ].join('\n');
}

/** The inputs of build-push-action and of the reusable workflow that have the same names. */
export function buildInputs({ dockerfile, context, target, args, secretArgs }: Build) {
  const given = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  const lines = [
    ...given.map(notEvaluated),
    ...secretArgs.map((name) => `${name}=\${{ secrets.${secretName(name)} }}`),
  ];
  return {
    context: notEvaluated(context),
    file: notEvaluated(dockerfile),
    ...(target !== undefined && { target: notEvaluated(target) }),
    ...(lines.length > 0 && { 'build-args': `${lines.join('\n')}\n` }),
  };
}

/** The secrets of `RUN --mount=type=secret` by their id, from secrets of the repository. */
export function secretLines({ secrets }: Build): string | undefined {
  const ids = secrets.flatMap((text) => /(?:^|,)id=([\w.-]+)/.exec(text)?.[1] ?? []);
  return ids.length === 0 ? undefined : `${ids.map((id) => `${id}=\${{ secrets.${secretName(id)} }}`).join('\n')}\n`;
}

/** GitHub's names of secrets have letters, digits and underscores only, and do not start with a digit or `GITHUB_`. */
export function secretName(name: string): string {
  const own = name.toUpperCase().replaceAll(/\W/g, '_');
  return /^(?:\d|GITHUB_)/.test(own) ? `BUILD_${own}` : own;
}

/** The comment at the top of a workflow: what the user has to define once. */
export function workflowComment(facts: PipelineFacts, about: readonly string[]): string {
  const { build } = facts;
  const own =
    build.kind === 'dockerfile'
      ? [...build.secretArgs, ...secretIds(build)].map((name) => `the secret ${secretName(name)}`)
      : [];
  const define = [...loginOf(facts).define, ...own];
  const needed =
    define.length === 0
      ? []
      : [`Define in the settings of the repository (Secrets and variables, Actions): ${define.join(', ')}.`];
  return [...about, ...needed].join('\n');
}

function secretIds({ secrets }: Build): readonly string[] {
  return secrets.flatMap((text) => /(?:^|,)id=([\w.-]+)/.exec(text)?.[1] ?? []);
}
