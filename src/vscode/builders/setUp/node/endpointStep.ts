import { l10n } from '../../../shared/l10n.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import type { SetUpQuestions } from '../deps.ts';
import { askText } from '../prompts/askText.ts';
import { endpointProblem } from '../steps/addressStep.ts';
import type { NodeStep } from './state.ts';

/** Asks where the node runs. */
export function endpointStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'endpoint',
    applies: ({ builder }) => builder.driver !== 'kubernetes',
    async ask(state, ui) {
      const { driver, nodes } = state.builder;
      const rows: Row[] = state.endpoint === undefined ? [] : [{ id: state.endpoint, label: state.endpoint }];
      const taken = new Set(nodes.map(({ endpoint }) => endpoint));
      const answer = await askText(ui, {
        placeholder:
          driver === 'remote'
            ? l10n.t('BuildKit address, such as tcp://buildkit.example.com:1234')
            : l10n.t('Select a machine with Docker, or type ssh://user@host or tcp://host:2376'),
        suggestions: () => rows,
        problem: (typed) =>
          taken.has(addressOf(typed, driver))
            ? l10n.t('this builder already has a node there')
            : endpointProblem(addressOf(typed, driver), driver),
        ...(driver === 'docker-container' && {
          load: async (refresh) => {
            const [hosts, contexts] = await Promise.all([questions.sshHosts(), questions.contexts()]);
            for (const host of hosts) {
              rows.push(nodeRow(`ssh://${host}`, host, 'remote', l10n.t('from your SSH configuration')));
            }
            for (const name of contexts.filter((each) => each !== 'default')) {
              rows.push(nodeRow(name, name, 'server', l10n.t('Docker context')));
            }
            const known = rows.filter(({ id }, at) => rows.findIndex((row) => row.id === id) === at && !taken.has(id));
            rows.splice(0, rows.length, ...known);
            refresh();
          },
        }),
      });
      const endpoint = 'text' in answer ? addressOf(answer.text, driver) : state.endpoint;
      return endpoint === state.endpoint
        ? { state }
        : { state: { ...state, endpoint, platforms: [] }, reopen: ['certificates', 'platforms'] };
    },
  };
}

function nodeRow(id: string, label: string, icon: string, description: string): Row {
  return { id, label, icon, description, alwaysShow: true };
}

/** `user@host` is a common input for SSH. */
function addressOf(typed: string, driver: string): string {
  return driver === 'docker-container' && /^[\w.-]+@[\w.-]+$/.test(typed) ? `ssh://${typed}` : typed;
}
