import { actions, usesOf } from './actions.ts';
import { secretIds, type BakeBuild, type DockerfileBuild, type PipelineFacts } from '../facts.ts';
import { notEvaluated, yamlFile } from '../yamlFile.ts';

/**
 * A workflow with these jobs: for a push to the branch or of a version, and for a pull request, which pushes nothing.
 *
 * @param about what it does, for the comment at the top
 * @param parts its last sections, in this order
 */
export function workflowFile(
  facts: PipelineFacts,
  branch: string,
  about: string,
  parts: { readonly env?: object; readonly jobs: object },
): string {
  return yamlFile(
    {
      name: 'Build image',
      on: {
        push: { branches: [notEvaluated(branch)], tags: ['v*'] },
        pull_request: null,
        workflow_dispatch: null,
      },
      // two runs for one branch would race for its tags
      concurrency: {
        group: '${{ github.workflow }}-${{ github.ref }}',
        'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
      },
      permissions: { contents: 'read' },
      ...parts,
    },
    workflowComment(facts, about),
  );
}

export const isPush = "github.event_name != 'pull_request'";
export const pushes = `\${{ ${isPush} }}`;

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

export const checkOutStep = {
  name: 'Check out',
  uses: usesOf(actions.checkout),
  with: { 'persist-credentials': false },
};
export const buildxStep = { name: 'Set up Buildx', uses: usesOf(actions.setUpBuildx) };

/** Determines the tags and the version of an image. */
export function metadataStep(images: string, facts: PipelineFacts, branch: string) {
  return {
    name: 'Determine the tags',
    id: 'metadata',
    uses: usesOf(actions.metadata),
    with: { images, tags: tagRules(facts, branch) },
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
export function buildInputs({ dockerfile, context, target, args, secretArgs }: DockerfileBuild) {
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

/** The bake files, if they are not those that bake finds. */
export function bakeInputs({ files }: BakeBuild) {
  return files.length > 0 ? { files: `${files.map(notEvaluated).join('\n')}\n` } : {};
}

/** The secrets of `RUN --mount=type=secret` by their id, from secrets of the repository. */
export function secretLines(build: DockerfileBuild): string | undefined {
  const ids = secretIds(build);
  return ids.length === 0 ? undefined : `${ids.map((id) => `${id}=\${{ secrets.${secretName(id)} }}`).join('\n')}\n`;
}

/** GitHub's names of secrets have letters, digits and underscores only, and do not start with a digit or `GITHUB_`. */
export function secretName(name: string): string {
  const own = name.toUpperCase().replaceAll(/\W/g, '_');
  return /^(?:\d|GITHUB_)/.test(own) ? `BUILD_${own}` : own;
}

/** What a workflow does, and what the user has to define once. */
function workflowComment(facts: PipelineFacts, about: string): string {
  const { build } = facts;
  const own = build.kind === 'dockerfile' ? [...build.secretArgs, ...secretIds(build)] : [];
  const define = [...loginOf(facts).define, ...own.map((name) => `the secret ${secretName(name)}`)];
  return define.length === 0
    ? about
    : `${about}\nDefine in the settings of the repository (Secrets and variables, Actions): ${define.join(', ')}.`;
}
