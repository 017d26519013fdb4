import type { QuickInput } from '../bed/vscode/quickInput.ts';
import type { Workbench } from '../bed/vscode/workbench.ts';

/** The user's answers in the wizard “Build Multi-Arch Image…”. */
export interface WizardWishes {
  /** The row of the first step, which is skipped if there is a single source. Default: `Dockerfile`. */
  readonly source?: string | RegExp;
  readonly platforms: readonly string[];
  /** Default: the names that the bake or Compose file defines. */
  readonly image?: string;
  /** The row of the output. Default: the push. */
  readonly output?: string;
  /** The row of the plan. Default: `Run`. */
  readonly plan?: string;
}

type StepName = 'source' | 'context' | 'stage' | 'platforms' | 'image' | 'output' | 'plan';

/** The placeholder that identifies each step. */
export const wizardSteps: Readonly<Record<StepName, RegExp>> = {
  source: /^What should be built/,
  context: /^Select the build context/,
  stage: /^Which stage/,
  platforms: /^Select the target platforms/,
  image: /^Image name and tag/,
  output: /^Where should the image go/,
  plan: /^Run the build/,
};

const answers: Readonly<Record<StepName, (input: QuickInput, wishes: WizardWishes) => Promise<void>>> = {
  source: (input, { source = 'Dockerfile' }) => input.pick(source),
  context: (input) => input.accept(),
  stage: (input) => input.accept(),
  async platforms(input, { platforms }) {
    await input.checkOnly(platforms);
    await input.accept();
  },
  async image(input, { image }) {
    if (image === undefined) {
      await input.pick('Names from the file');
      return;
    }
    await input.type(image);
    await input.waitUntil(`${image} as the first row`, ({ rows }) => rows[0]?.label === image);
    await input.accept();
  },
  output: (input, { output = 'Push to the registry' }) => input.pick(output),
  plan: (input, { plan = 'Run' }) => input.pick(plan),
};

const names = Object.keys(wizardSteps) as StepName[];
const stepOf = (placeholder: string) => names.find((name) => wizardSteps[name].test(placeholder));

/**
 * Runs the wizard from the palette to the plan, with whichever steps appear.
 * @param seen called at each step before it is answered
 */
export async function runWizard(
  workbench: Workbench,
  wishes: WizardWishes,
  seen: (step: StepName) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { quickInput } = workbench;
  await workbench.command('Multi-Arch: Build Multi-Arch Image…');
  let last: StepName | undefined;
  while (last !== 'plan') {
    const { placeholder } = await quickInput.waitUntil(
      `the step after ${last ?? 'the palette'}`,
      ({ placeholder, rows }) => {
        const step = stepOf(placeholder);
        // a single source is not asked for once it is found
        return step !== undefined && step !== last && (step !== 'source' || rows.length > 0);
      },
      30_000,
    );
    last = stepOf(placeholder)!;
    await seen(last);
    await answers[last](quickInput, wishes);
  }
  await quickInput.waitUntilClosed();
}
