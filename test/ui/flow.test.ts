import assert from 'node:assert/strict';
import type { QuickInputState } from '../bed/vscode/quickInput.ts';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const title = 'Build Multi-Arch Image';
const both = ['linux/amd64', 'linux/arm64'];
const labels = ({ rows }: QuickInputState) => rows.map(({ label }) => label);
const active = ({ rows }: QuickInputState) => rows.find((row) => row.active)?.label;
const ticked = ({ rows }: QuickInputState) => rows.filter(({ checked }) => checked).map(({ label }) => label);

describe('the wizard, clicked through', () => {
  const session = useVsCode(({ base }) => ({
    files: {
      Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
      'tools/Dockerfile': `FROM ${base} AS tools\nRUN echo tools > /tools\nFROM ${base}\nCOPY --from=tools /tools /\n`,
    },
  }));
  const start = async () => {
    const { workbench } = session();
    await workbench.command('Multi-Arch: Build Multi-Arch Image…');
    await workbench.quickInput.waitForRow('tools/Dockerfile');
  };
  const image = (name: string) => `${session().world.registry.host}/${name}`;

  it('asks step by step, and goes back to what was answered', async () => {
    const { quickInput } = session().workbench;
    await start();
    const source = await quickInput.waitFor(wizardSteps.source);
    assert.equal(source.title, title);
    assert.deepEqual(labels(source), ['Dockerfile', 'tools/Dockerfile']);
    assert.deepEqual(source.buttons, []);
    await quickInput.pick('tools/Dockerfile');

    /** Enters the answer, comes back to it, checks that it is kept, and continues with Enter only. */
    const answer = async (
      step: keyof typeof wizardSteps,
      number: string,
      give: (state: QuickInputState) => Promise<void>,
      kept: (state: QuickInputState) => unknown,
      wanted: unknown,
    ) => {
      const shown = await quickInput.waitFor(wizardSteps[step]);
      assert.deepEqual([shown.title, shown.step], [title, number]);
      await give(shown);
      await quickInput.waitUntil('the next step', ({ placeholder }) => !wizardSteps[step].test(placeholder));
      await quickInput.back();
      const again = await quickInput.waitUntil(
        `${step} with its answer`,
        (state) => wizardSteps[step].test(state.placeholder) && String(kept(state)) === String(wanted),
      );
      assert.equal(again.step, number);
      await quickInput.accept();
    };

    await answer('context', '2/7', () => quickInput.pick('service'), active, 'service');
    await answer('stage', '3/7', () => quickInput.pick('tools'), active, 'tools');
    await answer(
      'platforms',
      '4/7',
      async () => {
        const { rows } = await quickInput.waitUntil('how platforms are made', (state) =>
          state.rows.some(({ description }) => description === 'emulated'),
        );
        const how = Object.fromEntries(rows.map(({ label, description }) => [label, description]));
        const [native, emulated] = process.arch === 'arm64' ? both.toReversed() : both;
        assert.deepEqual([how[native!], how[emulated!]], ['native', 'emulated']);
        assert.match(how['linux/s390x'] ?? '', /^(emulated|no emulator)$/);
        await quickInput.checkOnly(both);
        await quickInput.accept();
      },
      ticked,
      both,
    );
    await answer(
      'image',
      '5/7',
      async () => {
        await quickInput.type(image('kept/name:1'));
        await quickInput.waitForRow(image('kept/name:1'));
        await quickInput.accept();
      },
      active,
      image('kept/name:1'),
    );
    await answer('output', '6/7', () => quickInput.pick('Write an OCI layout'), active, 'Write an OCI layout');
    const plan = await quickInput.waitFor(wizardSteps.plan);
    assert.equal(plan.step, '7/7');
    assert.deepEqual(plan.rows[0]?.label, 'Run');
  });

  it('ends without a word wherever it is left with Escape', async () => {
    const { workbench, world } = session();
    const left: string[] = [];
    for (const step of Object.keys(wizardSteps)) {
      const leave = runWizard(
        workbench,
        { source: 'tools/Dockerfile', platforms: both, image: image('left:1') },
        (now) => {
          if (now === step) {
            throw new Error('left');
          }
          return Promise.resolve();
        },
      );
      await assert.rejects(leave, /^Error: left$/);
      left.push(step);
      await workbench.quickInput.escape();
      await workbench.quickInput.waitUntilClosed();
      assert.equal(await workbench.quickInput.state(), undefined, step);
    }
    assert.deepEqual(left, ['source', 'context', 'stage', 'platforms', 'image', 'output', 'plan']);
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(await workbench.terminals(), 0);
    assert.equal((await fetch(`${world.registry.url}/v2/left/tags/list`)).status, 404);
  });

  it('takes any platform that is one, and says of the others what is wrong', async () => {
    const { quickInput } = session().workbench;
    await start();
    await quickInput.pick('Dockerfile');
    await quickInput.waitFor(wizardSteps.platforms);
    for (const [typed, said] of [
      ['amd46', /^not a valid platform; did you mean linux\/amd64\?$/],
      ['linux/arm64/v8/x', /at most three parts/],
      ['linux//arm64', /a part is empty/],
    ] as const) {
      await quickInput.type(typed);
      const row = await quickInput.waitForRow(typed);
      assert.match(row.description, said);
      await quickInput.accept();
      const still = await quickInput.waitFor(wizardSteps.platforms);
      assert.equal(still.value, typed);
    }
    await quickInput.type('linux/amd46');
    const { description } = await quickInput.waitForRow('linux/amd46');
    assert.equal(description, 'not a known platform; did you mean linux/amd64?');
    await quickInput.type('linux/mips64le');
    await quickInput.waitForRow('linux/mips64le');
    await quickInput.accept();
    const taken = await quickInput.waitUntil(
      'the platform ticked',
      (state) => state.value === '' && ticked(state).includes('linux/mips64le'),
    );
    assert.deepEqual(ticked(taken), [...both, 'linux/mips64le']);
    await quickInput.accept();
    await quickInput.waitFor(wizardSteps.image);
    for (const [typed, said] of [
      ['https://example.com/app', /remove "https:\/\/"/],
      ['Team/App:1', /lowercase: team\/app:1/],
      ['example.com/app:-1', /"-1" is not a valid tag/],
      [`app@sha256:${'0'.repeat(64)}`, /remove the digest/],
    ] as const) {
      await quickInput.type(typed);
      const row = await quickInput.waitForRow(typed);
      assert.match(row.description, said);
      await quickInput.accept();
      const still = await quickInput.waitFor(wizardSteps.image);
      assert.equal(still.value, typed);
    }
  });
});
