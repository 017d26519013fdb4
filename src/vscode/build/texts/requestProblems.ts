import type { SafeText } from '../../../domain/safeText.ts';
import type { RequestProblem } from '../../../domain/build/planBuild.ts';
import type { ShapeProblem } from '../../../domain/build/request.ts';
import type { CommandPreview, WizardPart } from '../wizard/deps.ts';
import { platformProblemText, referenceProblemText } from '../../shared/text/problems.ts';
import { l10n } from '../../shared/l10n.ts';
import { propertyText } from './propertyProblems.ts';

/** The problems of a request, one sentence each. */
export function describeProblems(problems: readonly RequestProblem[]): string[] {
  return problems.map(describe);
}

/** The same for the wizard, with the part to change. */
export function previewProblem(
  problem: RequestProblem,
): Extract<CommandPreview, { problems: unknown }>['problems'][number] {
  const part = partOf(problem);
  return { text: describe(problem), ...(part && { part }) };
}

function describe(problem: RequestProblem): SafeText {
  switch (problem.part) {
    case 'shape':
      return shapeText(problem.property, problem.expected);
    case 'platforms':
      return l10n.t('Platform “{0}”: {1}', problem.value, platformProblemText(problem.problem));
    case 'image':
      if ('problem' in problem) {
        return l10n.t('Image name “{0}”: {1}', problem.value, referenceProblemText(problem.problem));
      }
      return imageText(problem.code, problem.value);
    case 'builder':
      return l10n.t('“{0}” is not a valid builder name.', problem.value);
    case 'bakeFiles':
      return l10n.t('“{0}” is not a file on this machine. Download it, or clone its repository.', problem.value);
    case 'buildArgs':
      return l10n.t('“{0}” is not a valid build argument name.', problem.value);
    case 'properties':
      return propertyText(problem);
    case 'secrets':
      return problem.code === 'option'
        ? l10n.t('“{0}” cannot be combined with secret build arguments or credentials.', problem.name)
        : l10n.t(
            '“{0}” contains characters that Docker would change. Type them as single characters (Unicode NFC).',
            problem.name,
          );
  }
}

function imageText(code: 'tagNeeded' | 'digestInTag' | 'tagByDigest', value = ''): SafeText {
  switch (code) {
    case 'tagNeeded':
      return l10n.t('A push needs an image name: “tags” is empty.');
    case 'digestInTag':
      return l10n.t('Image name “{0}”: remove the digest, because a push creates its own.', value);
    case 'tagByDigest':
      return l10n.t('Image name “{0}”: remove the tag, because “pushByDigest” pushes without one.', value);
  }
}

function shapeText(property: string, expected: ShapeProblem['expected']): SafeText {
  switch (expected) {
    case 'text':
      return l10n.t('“{0}” must be a string.', property);
    case 'list':
      return l10n.t('“{0}” must be an array of strings.', property);
    case 'map':
      return l10n.t('“{0}” must be an object with string values.', property);
    case 'switch':
      return l10n.t('“{0}” must be true or false.', property);
    case 'setting':
      return l10n.t('“{0}” must be true, false or a string.', property);
    case 'output':
      return l10n.t('“{0}” must be “push”, “load”, “oci” or “cache”.', property);
    case 'missingPolicy':
      return l10n.t('“{0}” must be “ask”, “keep”, “replace” or “fail”.', property);
  }
}

function partOf(problem: RequestProblem): WizardPart | undefined {
  return problem.part === 'platforms' || problem.part === 'image' ? problem.part : undefined;
}
