import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { repairCommands } from '../../../../../src/vscode/images/repair/repairCommands.ts';
import type { ImageCommandContext } from '../../../../../src/vscode/images/commands/context.ts';
import { askImage } from '../../../../../src/vscode/images/commands/askImage.ts';
import { targetOf } from '../../../../../src/vscode/images/commands/targets.ts';
import { cluster, group } from '../../../../support/sampleClusters.ts';
import { inspected, named } from '../../../../support/sampleImages.ts';
import { verdictsOn } from '../../../../support/verdicts.ts';
import { stub } from '../../../../support/stub.ts';
import { choose, enter, leave, tick } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { imageRow, platformRow } from '../commands/imageCommands.ts';

const { addMissing, drop, join, restore } = commandIds.image;
const one = inspected('r.io/app:1', ['linux/amd64', 'linux/riscv64']);
const two = named('r.io/app:2');
const three = named('r.io/app:3');

/** The arguments of repair for a row; `images` is the list of the view. */
async function run(id: string, row: unknown, images = [named(one.ref), two, three, named('r.io/other:1')]) {
  const call = (name: string) => (of: string, what?: unknown) => {
    const names = Array.isArray(what)
      ? what.map((each: unknown) => (typeof each === 'string' ? each : (each as typeof two).id)).join(', ')
      : JSON.stringify(what);
    see(`${name}: ${of} ${names}`.trim());
    return Promise.resolve();
  };
  const context = stub<ImageCommandContext>('ImageCommandContext', {
    model: stub('ImageModel', {
      known: (of) => ({ named: of, image: one, at: 0, reading: false, overtaken: false, error: undefined }),
    }),
    verdicts: verdictsOn([cluster('prod', group('linux/amd64', 1), group('linux/arm64', 2), group('linux/s390x', 1))]),
    list: stub('ImageList', { find: () => Promise.resolve(images) }),
    target: async (element, title) => targetOf(element)?.id ?? (await askImage({ title, offered: images })),
  });
  const repair = {
    addMissing: call('addMissing'),
    drop: call('drop'),
    join: call('join'),
    restore: (of: string, wanted?: string) => call('restore')(of, wanted === undefined ? [] : [{ id: wanted }]),
  };
  await repairCommands(context, repair)[id]?.(row);
}

describe('what is to be repaired', () => {
  inVscode();

  it('is what the clusters miss in the image of the row, or the platforms that are named', async () => {
    await run(addMissing, imageRow(one));
    await run(addMissing, { kind: 'missing', id: one.ref, platform: 'linux/arm64' });
    await run(addMissing, { kind: 'missing', id: one.ref, platforms: ['linux/386', 7, 'linux/s390x'] });
    await run(addMissing, platformRow(one, 'linux/amd64'));
    await run(addMissing, undefined);
    shows(`
      addMissing: r.io/app:1 linux/arm64, linux/s390x
      addMissing: r.io/app:1 linux/arm64
      addMissing: r.io/app:1 linux/386, linux/s390x
    `);
  });

  it('is the platform of the row, to be dropped', async () => {
    await run(drop, platformRow(one, 'linux/riscv64'));
    await run(drop, imageRow(one));
    await run(drop, undefined);
    shows(`
      drop: r.io/app:1 {"platform":"linux/riscv64","digest":"sha256:69736376…"}
    `);
  });

  it('is the image of the row, to be restored', async () => {
    await run(restore, imageRow(one));
    await run(restore, undefined);
    await run(restore, { kind: 'former', id: one.ref, digest: 'sha256:a' });
    await run(restore, { kind: 'former', id: one.ref });
    shows(`
      restore: r.io/app:1
      restore: r.io/app:1 sha256:a
    `);
  });

  it('is joined with images of the same repository that a person ticks', async () => {
    person(tick('r.io/app:2', 'r.io/app:3'));
    await run(join, imageRow(one));
    person(choose('r.io/app:2'), leave);
    await run(join, undefined);
    person(enter);
    await run(join, imageRow(one));
    shows(`
      pick: Join Images into One — Select the images whose platforms r.io/app:1 should contain
        [ ] r.io/app:2
        [ ] r.io/app:3
      > r.io/app:2, r.io/app:3
      join: r.io/app:1 r.io/app:2, r.io/app:3
      pick: Join Images into One — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
        r.io/app:2 | you
        r.io/app:3 | you
        r.io/other:1 | you
      > r.io/app:2
      pick: Join Images into One — Select the images whose platforms r.io/app:2 should contain
        [ ] r.io/app:1
        [ ] r.io/app:3
      > Escape
      pick: Join Images into One — Select the images whose platforms r.io/app:1 should contain
        [ ] r.io/app:2
        [ ] r.io/app:3
      > Enter
    `);
  });

  it('cannot be joined with what is not known, and ends with Escape', async () => {
    await run(join, imageRow(one), [named(one.ref), named('r.io/other:1')]);
    person(leave);
    await run(join, undefined);
    shows(`
      information: No other image of r.io/app is known here. Add one to the view first.
      pick: Join Images into One — Image name with tag or digest, such as registry.example.com/team/app:1.0
       ›r.io/app:1 | you
        r.io/app:2 | you
        r.io/app:3 | you
        r.io/other:1 | you
      > Escape
    `);
  });
});
