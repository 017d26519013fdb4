import assert from 'node:assert/strict';

/** What a person does when something asks. */
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

/** What a person sees and does in one test, in its order. */
const lines: string[] = [];
const acts: Act[] = [];
const faults: string[] = [];
const resets: (() => void)[] = [];

/** Calls back before each test: what a part of the fake keeps is empty then. */
export function onReset(reset: () => void): void {
  resets.push(reset);
}

/** Writes down what is seen, a text of several lines indented below its first one. */
export function see(text: string): void {
  lines.push(...text.split('\n').map((line) => line.trimEnd()));
}

/** An error that fails the test too, in case that nobody tells of it. */
export function fault(message: string): Error {
  faults.push(message);
  return new Error(message);
}

/** Has a person do these things, one whenever something asks. */
export function person(...does: readonly Act[]): void {
  acts.push(...does);
}

/** What a person does about this, which is one of the things that can be done about it. */
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

/** Whether the next thing that a person does is this one, which is done then. */
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

/** All that was seen since the test began, or since this was last called; digests by their first letters, and blanks that look alike as one. */
export function seen(): string {
  return lines
    .splice(0)
    .join('\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/(sha256:[0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
}

/** Compares what was seen with what should have been, indented as the test is. */
export function shows(expected: string): void {
  assert.equal(`\n${seen()}\n`, `\n${dedent(expected)}\n`);
}

/** A template literal without the line breaks around it and the indentation that all its lines have. */
function dedent(text: string): string {
  const all = text.replace(/^\n/, '').trimEnd().split('\n');
  const depths = all.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const depth = Math.min(...depths, Infinity);
  return all.map((line) => line.slice(Number.isFinite(depth) ? depth : 0)).join('\n');
}

/** For a `describe`: each of its tests begins with an empty window, and fails for what was not answered or not faked. */
export function inVscode(): void {
  beforeEach(() => {
    lines.length = acts.length = faults.length = 0;
    resets.forEach((reset) => {
      reset();
    });
  });
  afterEach(function () {
    // what a test has failed for comes first
    if (this.currentTest?.state !== 'failed') {
      assert.deepEqual(faults, []);
      assert.deepEqual(acts, [], 'nothing has asked for this');
    }
  });
}
