import assert from 'node:assert/strict';
import { runSteps, type Next, type Step } from '../../../../../src/vscode/shared/picks/runSteps.ts';
import { Left, type Place } from '../../../../../src/vscode/shared/picks/ui.ts';

type Id = 'a' | 'b' | 'c' | 'plan';
interface State {
  readonly values: Readonly<Record<string, string>>;
  readonly withoutB?: boolean;
}
type Reply = Partial<Next<State, Id>> & { readonly leave?: 'back' | 'cancel'; readonly value?: string };

/** Runs the steps with scripted answers; returns which were shown, their numbers, and their values. */
async function run(
  replies: readonly (readonly [Id, Reply])[],
  answered: readonly Id[] = [],
  first?: Id,
  decides = false,
) {
  const shown: string[] = [];
  let place: Place | undefined;
  const left = [...replies];
  const step = (id: Id): Step<State, Id> => ({
    id,
    applies: (state) => !(id === 'b' && state.withoutB),
    undoes: id === 'plan',
    decides: id === 'a' && decides,
    ask: (state) => {
      const values = Object.values(state.values).join('');
      shown.push(`${id} ${place?.step}/${place?.total}${place?.canGoBack ? '<' : ''} ${values}`.trim());
      const [expected, reply] = left.shift() ?? [];
      assert.equal(id, expected);
      if (reply?.leave) {
        return Promise.reject(new Left(reply.leave));
      }
      const values2 = reply?.value === undefined ? state.values : { ...state.values, [id]: reply.value };
      return Promise.resolve({ ...reply, state: { ...state, ...reply?.state, values: values2 } });
    },
  });
  const ui = {
    at: (at: Place) => {
      place = at;
      return { pick: () => assert.fail(), browse: () => assert.fail(), hide: () => assert.fail() };
    },
  };
  const beginning = { state: { values: {} }, answered, ...(first && { first }) };
  const state = await runSteps((['a', 'b', 'c', 'plan'] as const).map(step), beginning, ui);
  assert.deepEqual(left, []);
  return { shown, values: state && Object.values(state.values).join('') };
}

const done: readonly [Id, Reply] = ['plan', { finished: true }];

describe('a run through steps', () => {
  it('asks one after the other, counted', async () => {
    const { shown, values } = await run([['a', { value: '1' }], ['b', { value: '2' }], ['c', { value: '3' }], done]);
    assert.deepEqual(shown, ['a 1/4', 'b 2/4< 1', 'c 3/4< 12', 'plan 4/4< 123']);
    assert.equal(values, '123');
  });

  it('does not count steps while an answer decides which follow', async () => {
    const { shown } = await run(
      [['a', { state: { values: {}, withoutB: true } }], ['c', {}], done],
      [],
      undefined,
      true,
    );
    assert.deepEqual(shown, ['a 1/undefined', 'c 2/3<', 'plan 3/3<']);
  });

  it('does not go back to what was not asked', async () => {
    const { shown, values } = await run([
      ['a', { value: '1', unasked: true }],
      ['b', { leave: 'back' }],
    ]);
    assert.deepEqual([shown, values], [['a 1/4', 'b 2/4 1'], undefined]);
  });

  it('goes back with the former answers and comes through the same steps again', async () => {
    const { shown } = await run([
      ['a', { value: '1' }],
      ['b', { value: '2' }],
      ['c', { leave: 'back' }],
      ['b', { leave: 'back' }],
      ['a', {}],
      ['b', {}],
      ['c', {}],
      done,
    ]);
    assert.deepEqual(shown.slice(2), ['c 3/4< 12', 'b 2/4< 12', 'a 1/4 12', 'b 2/4< 12', 'c 3/4< 12', 'plan 4/4< 12']);
  });

  it('ends when it is given up, and when the first step is left backwards', async () => {
    assert.equal(
      (
        await run([
          ['a', {}],
          ['b', { leave: 'cancel' }],
        ])
      ).values,
      undefined,
    );
    assert.equal((await run([['a', { leave: 'back' }]])).values, undefined);
  });

  it('leaves out what does not apply and asks what was opened again', async () => {
    const { shown } = await run([
      ['a', { state: { values: {}, withoutB: true } }],
      ['c', {}],
      ['plan', { goTo: 'a' }],
      ['a', { state: { values: {}, withoutB: false }, reopen: ['b'] }],
      ['b', {}],
      done,
    ]);
    assert.deepEqual(shown, ['a 1/4', 'c 2/3<', 'plan 3/3<', 'a 1/3<', 'b 2/4<', 'plan 4/4<']);
  });

  it('jumps from the plan to a step and comes straight back to it', async () => {
    const { shown, values } = await run([
      ['a', { value: '1' }],
      ['b', { value: '2' }],
      ['c', { value: '3' }],
      ['plan', { goTo: 'a' }],
      ['a', { value: '9' }],
      done,
    ]);
    assert.deepEqual(shown.slice(3), ['plan 4/4< 123', 'a 1/4< 123', 'plan 4/4< 923']);
    assert.equal(values, '923');
  });

  it('undoes what was changed since the plan when it is gone back to', async () => {
    const { shown, values } = await run(
      [
        ['plan', { goTo: 'a' }],
        ['a', { value: '9', reopen: ['b'] }],
        ['b', { leave: 'back' }],
        ['a', { leave: 'back' }],
        done,
      ],
      ['a', 'b', 'c'],
    );
    assert.deepEqual(shown, ['plan 4/4', 'a 1/4<', 'b 2/4< 9', 'a 1/4< 9', 'plan 4/4']);
    assert.equal(values, '');
  });

  it('settles other steps with one answer', async () => {
    const { shown } = await run([['a', { settled: ['b', 'c'] }], done]);
    assert.deepEqual(shown, ['a 1/4', 'plan 4/4<']);
  });

  it('begins in the middle', async () => {
    const { shown } = await run([['b', {}], done], ['a', 'c'], 'b');
    assert.deepEqual(shown, ['b 2/4', 'plan 4/4<']);
  });
});
