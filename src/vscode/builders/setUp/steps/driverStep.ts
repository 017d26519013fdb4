import { drivers, type Driver } from '../../../../domain/builder/plan.ts';
import { driverAdvice, driverText } from '../../texts/setUp.ts';
import type { SetUpQuestions } from '../deps.ts';
import { withDriver, type SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

const icons: Readonly<Record<Driver, string>> = {
  'docker-container': 'package',
  kubernetes: 'server-environment',
  remote: 'remote',
  cloud: 'cloud',
};

/** Asks where BuildKit runs. */
export function driverStep(questions: SetUpQuestions): SetUpStep {
  return {
    id: 'driver',
    applies: () => true,
    async ask(state, ui) {
      let cloud = true;
      const driver = await ui.pick<Driver>({
        placeholder: l10n.t('Where should the builder run?'),
        active: state.driver,
        rows: () =>
          drivers.map((id) => ({
            id,
            icon: icons[id],
            label: id,
            description: driverText(id),
            detail:
              id === 'cloud' && !cloud
                ? l10n.t('Not available with this Buildx: requires version 0.37, or the Buildx of Docker Desktop.')
                : driverAdvice(id),
          })),
        accept: ({ row }) => {
          const chosen = drivers.find((id) => id === row?.id);
          return chosen && (chosen !== 'cloud' || cloud) ? { answer: chosen } : {};
        },
        load: async () => {
          cloud = await questions.cloud();
        },
      });
      return driver === state.driver
        ? { state }
        : {
            state: withDriver(state, driver),
            reopen: ['namespace', 'address', 'certificates', 'platforms', 'registries'],
          };
    },
  };
}
