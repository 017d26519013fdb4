import { Uri, type WorkspaceFolder } from 'vscode';
import { bakeFile } from '../../domain/pipeline/bakeFile.ts';
import { factsAtRoot, type PipelineFacts } from '../../domain/pipeline/facts.ts';
import { builderObstacle, githubBuilderWorkflow } from '../../domain/pipeline/github/builderWorkflow.ts';
import { githubMatrixWorkflow } from '../../domain/pipeline/github/matrixWorkflow.ts';
import { githubQemuWorkflow } from '../../domain/pipeline/github/qemuWorkflow.ts';
import { gitlabPipeline } from '../../domain/pipeline/gitlab.ts';
import { withMakeTargets } from '../../domain/pipeline/makefile.ts';
import { commandIds } from '../commandIds.ts';
import { showInformation, showWarning } from '../shared/dialogs/messages.ts';
import type { AskInDiff } from '../shared/dialogs/diffQuestions.ts';
import type { ReadOnlyDocuments } from '../shared/dialogs/readOnlyDocuments.ts';
import { showPick } from '../shared/picks/picks.ts';
import { askFacts, type AskFactsDeps } from './askFacts.ts';
import { createProposeFile, textOf, type ProposeFile } from './proposeFile.ts';
import { makefileProblemText, pipelineTexts, workflowDetail, workflowLabel, type WorkflowKind } from './texts.ts';

export interface PipelineDeps extends AskFactsDeps {
  /** The default branch of a folder's repository, if it is known. */
  readonly defaultBranch: (folder: WorkspaceFolder) => Promise<string | undefined>;
  /** Where a folder is in its repository, if it is in one. */
  readonly placeInRepository: (
    folder: WorkspaceFolder,
  ) => Promise<{ readonly root: string; readonly path: string } | undefined>;
  readonly documents: Pick<ReadOnlyDocuments, 'compare'>;
  readonly askInDiff: AskInDiff;
}

interface Proposing extends PipelineDeps {
  readonly propose: ProposeFile;
}

const workflowFile = '.github/workflows/build-image.yml';
const gitlabFile = '.gitlab-ci.yml';
const gitlabPart = '.gitlab/build-image.gitlab-ci.yml';
/** In the order in which GNU make looks for them. */
const makefiles = ['GNUmakefile', 'makefile', 'Makefile'];

/** Runs one of `commandIds.pipeline`. */
export async function runPipelineCommand(given: PipelineDeps, id: string): Promise<void> {
  const deps: Proposing = { ...given, propose: createProposeFile(given.documents, given.askInDiff) };
  switch (id) {
    case commandIds.pipeline.createWorkflow:
      return createWorkflow(deps);
    case commandIds.pipeline.createMakeTargets:
      return createMakeTargets(deps);
    case commandIds.pipeline.createBakeFile:
      return createBakeFile(deps);
  }
}

async function createWorkflow(deps: Proposing): Promise<void> {
  const asked = await askFacts(deps, pipelineTexts.workflowTitle());
  if (!asked) {
    return;
  }
  const { folder } = asked;
  const { propose } = deps;
  // GitHub and GitLab read their files at the root of the repository only
  const place = await deps.placeInRepository(folder);
  const facts = factsAtRoot(asked.facts, place?.path ?? '');
  const root = place === undefined || place.path === '' ? folder.uri : Uri.file(place.root);
  const rows = (await kindsFor(root, facts)).map((kind) => ({
    kind,
    label: workflowLabel(kind),
    detail: workflowDetail(kind),
  }));
  const row = await showPick(rows, {
    title: pipelineTexts.workflowTitle(),
    placeHolder: pipelineTexts.whichWorkflow(),
    matchOnDetail: true,
  });
  if (!row) {
    return;
  }
  const branch = (await deps.defaultBranch(folder)) ?? 'main';
  switch (row.kind) {
    case 'builder':
      await propose(root, workflowFile, githubBuilderWorkflow(facts, branch));
      return;
    case 'matrix':
      await propose(root, workflowFile, githubMatrixWorkflow(facts, branch));
      return;
    case 'qemu':
      await propose(root, workflowFile, githubQemuWorkflow(facts, branch));
      return;
    case 'gitlab':
      await proposeForGitlab(propose, root, gitlabPipeline(facts));
  }
}

/** What can do the build, the best first; GitLab first in a repository that uses it. */
async function kindsFor(root: Uri, facts: PipelineFacts): Promise<readonly WorkflowKind[]> {
  const isBake = facts.build.kind === 'bake';
  const github: readonly WorkflowKind[] = [
    ...(builderObstacle(facts) === undefined ? ['builder' as const] : []),
    ...(isBake ? [] : ['matrix' as const]),
    'qemu',
  ];
  const gitlab: readonly WorkflowKind[] = isBake ? [] : ['gitlab'];
  const usesGitlab = (await textOf(root, gitlabFile)) !== undefined;
  return usesGitlab ? [...gitlab, ...github] : [...github, ...gitlab];
}

/** A pipeline that is there stays; GitLab includes other files on request. */
async function proposeForGitlab(propose: ProposeFile, root: Uri, text: string): Promise<void> {
  const former = await textOf(root, gitlabFile);
  if (former === undefined || former === text) {
    await propose(root, gitlabFile, text);
  } else if ((await propose(root, gitlabPart, text)) && !former.includes(gitlabPart)) {
    await showInformation(pipelineTexts.include(gitlabPart));
  }
}

async function createMakeTargets(deps: Proposing): Promise<void> {
  const asked = await askFacts(deps, pipelineTexts.makeTitle());
  if (!asked) {
    return;
  }
  const { folder, facts } = asked;
  const { propose } = deps;
  const texts = await Promise.all(makefiles.map(async (file) => ({ file, text: await textOf(folder.uri, file) })));
  const { file, text = '' } = texts.find((one) => one.text !== undefined) ?? { file: 'Makefile' };
  const result = withMakeTargets(text, facts);
  if ('problem' in result) {
    await showWarning(makefileProblemText(file, result.problem));
    return;
  }
  await propose(folder.uri, file, result.text);
}

async function createBakeFile(deps: Proposing): Promise<void> {
  const asked = await askFacts(deps, pipelineTexts.bakeTitle());
  if (!asked) {
    return;
  }
  const { folder, facts } = asked;
  const { propose } = deps;
  if (facts.build.kind === 'bake') {
    await showInformation(pipelineTexts.hasBakeFile());
    return;
  }
  const text = bakeFile(facts);
  const former = await textOf(folder.uri, 'docker-bake.hcl');
  // bake also reads the override; another name is read on request only
  const file = former === undefined || former === text ? 'docker-bake.hcl' : 'docker-bake.image.hcl';
  await propose(folder.uri, file, text);
}
