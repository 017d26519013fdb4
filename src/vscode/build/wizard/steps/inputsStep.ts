import { givenFor, missingInputs, secretFrom, withInput } from '../../../../domain/build/inputs.ts';
import { isSecretName } from '../../../../domain/secretNames.ts';
import { inputKey, inputName, type DockerfileInput } from '../../../../domain/sources/dockerfile.ts';
import { askText } from '../../../builders/setUp/prompts/askText.ts';
import { askSecret } from '../../../shared/dialogs/inputs.ts';
import { l10n } from '../../../shared/l10n.ts';
import { Left, type Row, type StepUi } from '../../../shared/picks/ui.ts';
import type { WizardContext } from '../context.ts';
import { goOn, inputRows } from '../rows/inputRows.ts';
import { inputsIn, type WizardState, type WizardStep } from '../state.ts';

/**
 * Build arguments, secrets and SSH connections that the Dockerfile asks for. It comes up by itself only where the build would
 * fail without one of them; the plan leads to it otherwise.
 */
export function inputsStep(context: WizardContext): WizardStep {
  // what was set outlives going back and coming again
  let draft: WizardState | undefined;
  return {
    id: 'inputs',
    applies: (state) => missingInputs(inputsIn(state), context.inputs(state)).length > 0,
    async ask(state, ui) {
      let now = draft && draft.found === state.found ? { ...state, ...pickInputs(draft) } : state;
      for (;;) {
        const input = await askWhich(now, ui, context);
        if (!input) {
          draft = undefined;
          return { state: now };
        }
        const given = await orBack(() => askInput(input, now, ui));
        now = given ? { ...now, inputs: withInput(inputsIn(now), input, given.value) } : now;
        draft = now;
      }
    },
  };
}

function pickInputs({ inputs }: WizardState): Pick<WizardState, 'inputs'> {
  return inputs ? { inputs } : {};
}

/** Nothing: on to the next step. */
async function askWhich(state: WizardState, ui: StepUi, context: WizardContext): Promise<DockerfileInput | undefined> {
  const given = inputsIn(state);
  const [missing] = missingInputs(given, context.inputs(state));
  return ui.pick<DockerfileInput | undefined>({
    placeholder: missing
      ? l10n.t('The Dockerfile requires values. Select one to set it')
      : l10n.t('Select a value to set, or continue'),
    active: missing ? inputKey(missing) : goOn,
    rows: () => inputRows(context.inputs(state), given),
    accept: ({ row }) => {
      const input = context.inputs(state).find((one) => inputKey(one) === row?.id);
      return input ? { answer: input } : row?.id === goOn ? { answer: undefined } : {};
    },
  });
}

/** What is given for an input from now on; no value: nothing. */
interface Given {
  readonly value: string | undefined;
}

async function askInput(input: DockerfileInput, state: WizardState, ui: StepUi): Promise<Given | undefined> {
  const former = givenFor(inputsIn(state), input);
  switch (input.kind) {
    case 'arg':
      return isSecretName(input.name) ? askHidden(input.name, ui) : askArgument(input, former, ui);
    case 'secret':
      return askSecretSource(input.id, former, ui);
    case 'ssh':
      return askConnection(input.id, former, ui);
  }
}

/** It is not stored, and asked for again when the build is run later. */
async function askHidden(name: string, ui: StepUi): Promise<Given | undefined> {
  ui.hide();
  const value = await askSecret(
    l10n.t('Build Multi-Arch Image'),
    l10n.t('Value of the build argument {0}. Secret values are not stored.', name),
  );
  return value === undefined ? undefined : { value };
}

async function askArgument(
  input: DockerfileInput & { readonly kind: 'arg' },
  former: string | undefined,
  ui: StepUi,
): Promise<Given> {
  const known = former ?? input.value;
  const answer = await askText(ui, {
    placeholder: l10n.t('Value of the build argument {0}', inputName(input)),
    suggestions: () =>
      known === undefined || known === ''
        ? []
        : [{ id: known, label: known, icon: 'symbol-variable', alwaysShow: true }],
    actions: former === undefined ? [] : [unset()],
    problem: () => undefined,
  });
  return { value: 'text' in answer ? answer.text : undefined };
}

/** A secret is never typed: Docker reads it when it builds. */
async function askSecretSource(id: string, former: string | undefined, ui: StepUi): Promise<Given> {
  // buildx looks there by itself where nobody says another one
  const variable = id.replace(/\W/g, '_').toUpperCase();
  return ui.pick<Given>({
    placeholder: l10n.t('Secret {0}: type the path of a file or the name of an environment variable', id),
    rows: (typed) => [
      ...(typed === ''
        ? [variableRow(variable)]
        : [fileRow(typed), ...(/^[A-Za-z_]\w*$/.test(typed) ? [variableRow(typed)] : [])]),
      ...(former === undefined ? [] : [unset()]),
    ],
    accept: ({ row, typed }) => {
      switch (row?.id) {
        case 'file':
          return { answer: { value: secretFrom(id, 'src', typed) } };
        case 'variable':
          return { answer: { value: secretFrom(id, 'env', typed === '' ? variable : typed) } };
        case 'unset':
          return { answer: { value: undefined } };
        case undefined:
        default:
          return {};
      }
    },
  });
}

async function askConnection(id: string, former: string | undefined, ui: StepUi): Promise<Given> {
  return ui.pick<Given>({
    placeholder: l10n.t('SSH connection {0}: select your SSH agent, or type the path of a key file', id),
    rows: (typed) => [
      // buildx takes a comma for the end of a path
      ...(typed === '' || typed.includes(',') ? [] : [fileRow(typed)]),
      { id: 'agent', icon: 'key', label: l10n.t('SSH agent'), alwaysShow: true },
      ...(former === undefined ? [] : [unset()]),
    ],
    accept: ({ row, typed }) => {
      switch (row?.id) {
        case 'file':
          return { answer: { value: `${id}=${typed}` } };
        case 'agent':
          return { answer: { value: id } };
        case 'unset':
          return { answer: { value: undefined } };
        case undefined:
        default:
          return {};
      }
    },
  });
}

function fileRow(typed: string): Row {
  return { id: 'file', icon: 'file', label: typed, description: l10n.t('file'), alwaysShow: true };
}

function variableRow(name: string): Row {
  return {
    id: 'variable',
    icon: 'symbol-variable',
    label: name,
    description: l10n.t('environment variable'),
    alwaysShow: true,
  };
}

function unset(): Row {
  return { id: 'unset', icon: 'circle-slash', label: l10n.t('Do not set'), alwaysShow: true };
}

/** Going back from a value leads to the list of them. */
async function orBack<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Left && error.how === 'back') {
      return undefined;
    }
    throw error;
  }
}
