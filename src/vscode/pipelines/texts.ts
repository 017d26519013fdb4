import type { SafeText } from '../../domain/safeText.ts';
import type { FactsProblem } from '../../domain/pipeline/facts.ts';
import type { MakefileProblem } from '../../domain/pipeline/makefile.ts';
import { l10n } from '../shared/l10n.ts';

/** The workflows that can be created. */
export type WorkflowKind = 'builder' | 'matrix' | 'qemu' | 'gitlab';

/** The sentences about generated files. */
export const pipelineTexts = {
  workflowTitle: () => l10n.t('Create Build Workflow'),
  makeTitle: () => l10n.t('Create Makefile Targets'),
  bakeTitle: () => l10n.t('Create Bake File'),
  whichWorkflow: () => l10n.t('Which workflow builds the image?'),
  whichSource: () => l10n.t('What should it build?'),
  imageName: () => l10n.t('Image name and tag, such as registry.example.com/team/app:1.0'),
  needsRegistry: () => l10n.t('add the registry or account to push to, such as registry.example.com/team/app:1.0'),
  noDigest: () => l10n.t('a digest cannot be pushed to; use a tag'),
  upToDate: (file: string) => l10n.t('{0} is up to date.', file),
  hasBakeFile: () => l10n.t('This build is already defined by a bake or Compose file.'),
  include: (file: string) =>
    l10n.t('Add {0} to “include” in .gitlab-ci.yml: GitLab does not run the file otherwise.', file),
  proposal: (file: string) => l10n.t('{0} (proposed)', file),
  updateQuestion: (file: string) => l10n.t('Update {0}?', file),
  leavesOut: (properties: readonly string[]) =>
    l10n.t(
      'The last build also used these properties, which the file does not have: {0}. Add them by hand.',
      properties.join(', '),
    ),
  changedSince: (file: string) => l10n.t('{0} has changed since. Nothing was written. Try again.', file),
  notWritten: (file: string) => l10n.t('{0} could not be changed.', file),
  createQuestion: (file: string) => l10n.t('Create {0}?', file),
};

/** Why no file can be made of a build. */
export function factsProblemText(problem: FactsProblem): SafeText {
  switch (problem) {
    case 'image':
      return l10n.t('The last build has no valid image name. Build the image again first.');
    case 'platforms':
      return l10n.t('The platforms of the last build are not valid. Build the image again first.');
    case 'outside':
      return l10n.t(
        'The last build reads files from an address or from outside of the workspace folder, where a pipeline has none.',
      );
    case 'lineBreak':
      return l10n.t('A path or build argument of the last build contains a line break, which the file cannot contain.');
  }
}

export function workflowLabel(kind: WorkflowKind): SafeText {
  switch (kind) {
    case 'builder':
      return l10n.t('GitHub Actions: Docker GitHub Builder');
    case 'matrix':
      return l10n.t('GitHub Actions: Matrix of Native Runners');
    case 'qemu':
      return l10n.t('GitHub Actions: One Runner with QEMU');
    case 'gitlab':
      return l10n.t('GitLab CI/CD: Native Runners');
  }
}

export function workflowDetail(kind: WorkflowKind): SafeText {
  switch (kind) {
    case 'builder':
      return l10n.t('Docker’s reusable workflow. Native runners, signed provenance, least to maintain.');
    case 'matrix':
      return l10n.t('Each platform is pushed by digest, then joined under the tag and verified.');
    case 'qemu':
      return l10n.t('The shortest file. Emulated platforms are slow to compile.');
    case 'gitlab':
      return l10n.t('Each platform is pushed by digest, then joined under the tag.');
  }
}

export function makefileProblemText(file: string, problem: MakefileProblem): SafeText {
  return problem.code === 'namesTaken'
    ? l10n.t('{0} already has these targets: {1}. Rename them first.', file, problem.names.join(', '))
    : l10n.t('{0} has only one of the two comments that enclose the generated targets. Remove it first.', file);
}
