import { planNode } from '../../../../domain/builder/plan.ts';
import { builderProblemText } from '../../texts/setUp.ts';
import { Left, type StepUi } from '../../../shared/picks/ui.ts';
import { askFile } from './askFile.ts';
import { askText } from './askText.ts';
import type { SetUpQuestions } from '../deps.ts';
import { l10n } from '../../../shared/l10n.ts';

type Options = Readonly<Record<string, string>>;
const parts = ['cacert', 'cert', 'key', 'servername'] as const;
type Part = (typeof parts)[number];

/** Asks for the certificates for a BuildKit address. */
export async function askCertificates(
  ui: StepUi,
  questions: SetUpQuestions,
  endpoint: string,
  given: Options,
): Promise<Options> {
  let options = given;
  for (;;) {
    const now = options;
    const plan = planNode({ endpoint, options: now }, 'remote');
    const problem = plan.ok ? undefined : plan.problem.map(builderProblemText).join('; ');
    const chosen = await ui.pick<Part | 'done'>({
      placeholder: l10n.t('Does BuildKit at {0} require certificates?', endpoint),
      rows: () => [
        problem === undefined
          ? {
              id: 'done',
              icon: 'arrow-right',
              label: now.cacert === undefined ? l10n.t('No certificates') : l10n.t('Continue with these certificates'),
            }
          : {
              id: 'problem',
              icon: 'error',
              label: l10n.t('Incomplete'),
              description: problem,
              message: true,
            },
        ...parts.map((id) => ({
          id,
          icon: 'file',
          label: partLabel(id),
          ...(now[id] !== undefined && { description: now[id] }),
        })),
      ],
      accept: ({ row }) => {
        const part = parts.find((id) => id === row?.id);
        return row?.id === 'done' ? { answer: 'done' } : part ? { answer: part } : {};
      },
    });
    if (chosen === 'done') {
      return options;
    }
    try {
      options = { ...options, [chosen]: await askPart(ui, questions, chosen, options[chosen]) };
    } catch (error) {
      if (!(error instanceof Left && error.how === 'back')) {
        throw error;
      }
    }
  }
}

async function askPart(ui: StepUi, questions: SetUpQuestions, part: Part, former: string | undefined): Promise<string> {
  if (part !== 'servername') {
    return askFile(ui, questions, { title: partLabel(part), kind: part === 'key' ? 'key' : 'certificate', former });
  }
  const answer = await askText(ui, {
    placeholder: partLabel(part),
    suggestions: () => (former === undefined ? [] : [{ id: former, label: former, alwaysShow: true }]),
    problem: (servername) => {
      const plan = planNode({ endpoint: 'tcp://host:1', options: { servername, cacert: '/ca' } }, 'remote');
      const [problem] = plan.ok ? [] : plan.problem;
      return problem && builderProblemText(problem);
    },
  });
  return 'text' in answer ? answer.text : (former ?? '');
}

function partLabel(part: Part): string {
  switch (part) {
    case 'cacert':
      return l10n.t('CA certificate');
    case 'cert':
      return l10n.t('Client certificate');
    case 'key':
      return l10n.t('Client key');
    case 'servername':
      return l10n.t('Name in the certificate, if it differs from the address');
  }
}
