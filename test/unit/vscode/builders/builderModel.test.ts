import assert from 'node:assert/strict';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { BuilderListing } from '../../../../src/services/builders/listing/listing.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import { builderChoice } from '../../../../src/vscode/builders/builderChoice.ts';
import { buildxOf } from '../../../support/buildxOf.ts';
import { createBuilderModel } from '../../../../src/vscode/builders/builderModel.ts';
import { farm } from '../../builders.ts';

const named = (name: string, current = false): Builder => ({ name, driver: 'remote', nodes: [], current });

function setUp(environment: Record<string, string> = {}, buildx = '0.29.1') {
  const asked: {
    readonly answer: (builders: readonly Builder[]) => void;
    readonly fail: (error: Error) => void;
    readonly partly: (builders: readonly Builder[]) => void;
  }[] = [];
  const list: BuilderListing['list'] = (options) =>
    new Promise((answer, fail) => {
      asked.push({ answer, fail, partly: (builders) => options?.onPartial?.(builders) });
    });
  let setting: string | undefined;
  const model = createBuilderModel({
    listing: { list },
    buildx: () => Promise.resolve(buildxOf(buildx)),
    explain: diagnoseError,
    setting: () => setting,
    environment,
  });
  const seen: (string | undefined)[] = [];
  model.onDidChange(() => seen.push(model.problem?.code ?? model.known?.map(({ name }) => name).join(' ')));
  return {
    model,
    asked,
    seen,
    set: (name: string | undefined) => {
      setting = name;
    },
  };
}

describe('what is known of builders', () => {
  it('is asked for once at a time, and known as far as it is answered', async () => {
    const { model, asked, seen } = setUp();
    assert.equal(model.known, undefined);
    const answers = [model.refresh(), model.refresh()];
    assert.equal(asked.length, 1);
    asked[0]!.partly([named('a')]);
    assert.deepEqual(seen, ['a']);
    asked[0]!.answer([named('a'), named('b')]);
    const both = await Promise.all(answers);
    assert.equal(both[0], both[1]);
    assert.deepEqual(seen, ['a', 'a b']);
  });

  it('does not become unknown while builders are asked again', async () => {
    const { model, asked } = setUp();
    const first = model.refresh();
    asked[0]!.answer([farm('linux/amd64 linux/arm64')]);
    await first;
    const again = model.refresh();
    asked[1]!.partly([farm('asking')]);
    const choice = builderChoice(model.known![0]!, undefined);
    assert.deepEqual(
      [choice.status, choice.platformHow('linux/arm64', []).how, choice.platformHow('linux/s390x', [])],
      ['asking', 'emulated', { how: 'unsupported', node: 'farm0', reason: 'noEmulator' }],
    );
    asked[1]!.answer([farm('inactive')]);
    await again;
    const stopped = builderChoice(model.known![0]!, undefined);
    assert.deepEqual(stopped.platformHow('linux/arm64', []), { how: 'unknown', node: 'farm0', reason: 'notStarted' });
    assert.equal(builderChoice(farm('asking'), undefined).platformHow('linux/arm64', []).reason, 'asking');
  });

  it('is also that buildx is too old', async () => {
    for (const [version, old] of [
      ['0.9.1', '0.9.1'],
      ['0.12.1', '0.12.1'],
      ['0.13.0', undefined],
      ['1.0.0', undefined],
    ] as const) {
      const { model, asked } = setUp({}, version);
      const answer = model.refresh();
      asked[0]!.answer([named('a')]);
      await answer;
      assert.equal(model.oldBuildx?.version, old);
    }
  });

  it('is asked for once more when something was changed meanwhile', async () => {
    const { model, asked, seen } = setUp();
    const first = model.refresh();
    const changed = [model.refresh(true), model.refresh(true), model.refresh()];
    assert.equal(asked.length, 1);
    asked[0]!.answer([named('old')]);
    await first;
    await Promise.resolve();
    assert.equal(asked.length, 2);
    asked[1]!.answer([named('new')]);
    for (const answer of await Promise.all(changed)) {
      assert.deepEqual(answer, [named('new')]);
    }
    assert.deepEqual(seen, ['old', 'new']);
  });

  it('keeps a failure until there is an answer, and makes nothing of a cancelled question', async () => {
    const { model, asked, seen } = setUp();
    const failing = model.refresh();
    asked[0]!.fail(new DiagnosedError(diagnosisOf('dockerNotFound', { path: 'docker' })));
    await assert.rejects(failing, { code: 'dockerNotFound' });
    const cancelled = model.refresh();
    asked[1]!.fail(new DiagnosedError(diagnosisOf('cancelled')));
    await assert.rejects(cancelled, { code: 'cancelled' });
    const again = model.refresh();
    asked[2]!.answer([named('a')]);
    await again;
    assert.deepEqual(seen, ['dockerNotFound', 'a']);
  });

  it('says who is in use: the setting before BUILDX_BUILDER before Docker', async () => {
    const free = setUp();
    assert.equal(free.model.inUse(), undefined);
    const answer = free.model.refresh();
    free.asked[0]!.answer([named('a'), named('b', true)]);
    await answer;
    assert.deepEqual(free.model.inUse(), { name: 'b', by: 'docker' });
    const { model, set } = setUp({ BUILDX_BUILDER: 'from-environment' });
    assert.deepEqual(model.inUse(), { name: 'from-environment', by: 'environment' });
    set('set');
    assert.deepEqual(model.inUse(), { name: 'set', by: 'setting' });
  });
});
