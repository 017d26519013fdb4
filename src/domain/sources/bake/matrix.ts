import type { Budget } from '../../untrusted/budget.ts';
import type { Attributes } from './definitions.ts';
import { isBakeList, type BakeValues, type Scope } from './values.ts';

/** A target that bake would build: a single one, or a member of a matrix with its values. */
export interface Concrete {
  readonly own: Attributes;
  readonly scope: Scope;
}

/** Members of a matrix; real files have dozens. */
const mostMembers = 1000;
const nothing: Scope = new Map();

/** The members of a matrix by name, one per combination of its lists; undefined: not all of them are known. */
export function matrixMembers(
  own: Attributes,
  values: BakeValues,
  budget: Budget,
): ReadonlyMap<string, Concrete> | undefined {
  const axes = values.of(own.get('matrix'), nothing);
  if (!(axes instanceof Map)) {
    return undefined;
  }
  let scopes: readonly Scope[] = [nothing];
  for (const [variable, choices] of axes as Scope) {
    if (!isBakeList(choices) || choices.includes(undefined)) {
      return undefined;
    }
    if (scopes.length * choices.length > mostMembers) {
      return undefined;
    }
    budget.spend(scopes.length * choices.length);
    scopes = scopes.flatMap((scope) => choices.map((choice): Scope => new Map([...scope, [variable, choice]])));
  }
  const members = new Map<string, Concrete>();
  for (const scope of scopes) {
    const name = values.of(own.get('name'), scope);
    if (typeof name !== 'string') {
      return undefined;
    }
    members.set(name, { own, scope });
  }
  return members;
}
