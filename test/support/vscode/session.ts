import assert from 'node:assert/strict';

/** What the user does in response to a question. */
export type Act =
  | { readonly act: 'press'; readonly button: string }
  | { readonly act: 'choose'; readonly row: string }
  | { readonly act: 'tick'; readonly rows: readonly string[] }
  | { readonly act: 'type'; readonly text: string }
  | { readonly act: 'file'; readonly path: string }
  | { readonly act: 'enter' }
  | { readonly act: 'leave' }
  | { readonly act: 'back' }
  | { readonly act: 'cancel'; readonly progress: string };

/** What the user sees and does in a test, in order. */
const lines: string[] = [];
const acts: Act[] = [];
const faults: string[] = [];
const resets: (() => void)[] = [];

/** Calls back before each test, to clear a part of the fake. */
export function onReset(reset: () => void): void {
  resets.push(reset);
}

/** Records what is seen; a multi-line text is indented below its first line. */
export function see(text: string): void {
  lines.push(...text.split('\n').map((line) => line.trimEnd()));
}

/** An error that also fails the test, in case it is ignored. */
export function fault(message: string): Error {
  faults.push(message);
  return new Error(message);
}

/** Scripts the user's actions, one per question. */
export function person(...does: readonly Act[]): void {
  acts.push(...does);
}

/** The user's next action, which must be one of the possible ones here. */
export function answer<K extends Act['act']>(question: string, ...kinds: readonly K[]): Extract<Act, { act: K }> {
  const next = acts.shift();
  if (next === undefined) {
    throw fault(`Nobody answers: ${question}`);
  }
  if (!isOne(next, kinds)) {
    throw fault(`${JSON.stringify(next)} is no answer to: ${question}`);
  }
  return next;
}

/** Whether the next action of the user is this one, which is then done. */
export function does(isIt: (act: Act) => boolean): boolean {
  const [next] = acts;
  if (next === undefined || !isIt(next)) {
    return false;
  }
  acts.shift();
  return true;
}

function isOne<K extends Act['act']>(act: Act, kinds: readonly K[]): act is Extract<Act, { act: K }> {
  return kinds.some((kind) => kind === act.act);
}

/** Everything seen since the start of the test or the last call; digests are shortened, and different spaces are the same. */
export function seen(): string {
  return lines
    .splice(0)
    .join('\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/(sha256:[0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
}

/** Compares what was seen with the expected text, which is indented like the test. */
export function shows(expected: string): void {
  assert.equal(`\n${seen()}\n`, `\n${dedent(expected)}\n`);
}

/** A template literal without the surrounding line breaks and the common indentation. */
function dedent(text: string): string {
  const all = text.replace(/^\n/, '').trimEnd().split('\n');
  const depths = all.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths, Infinity);
  return all.map((line) => line.slice(Number.isFinite(depth) ? depth : 0)).join('\n');
}

/** For a `describe`: each of its tests starts with an empty window, and fails for unanswered questions and unknown calls. */
export function inVscode(): void {
  beforeEach(() => {
    lines.length = acts.length = faults.length = 0;
    resets.forEach((reset) => {
      reset();
    });
  });
  afterEach(function () {
    // the test's own failure takes precedence
    if (this.currentTest?.state !== 'failed') {
      assert.deepEqual(faults, []);
      assert.deepEqual(acts, [], 'nothing has asked for this');
    }
  });
}
