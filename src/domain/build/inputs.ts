import { csvAttributes, csvLine } from '../policy/csv.ts';
import type { DockerfileInput } from '../sources/dockerfile.ts';
import type { BuildRequest } from './request.ts';

/** What a request gives to its Dockerfile. */
export type GivenInputs = Pick<BuildRequest, 'buildArgs' | 'secrets' | 'ssh'>;

/** What is given for one thing that a Dockerfile asks for: the value of an argument, else what `--secret` or `--ssh` takes. */
export function givenFor({ buildArgs = {}, secrets = [], ssh = [] }: GivenInputs, input: DockerfileInput) {
  switch (input.kind) {
    case 'arg':
      return Object.hasOwn(buildArgs, input.name) ? buildArgs[input.name] : undefined;
    case 'secret':
      return secrets.find((text) => secretId(text) === input.id);
    case 'ssh':
      return ssh.find((text) => connectionId(text) === input.id);
  }
}

/** The same with one of them changed; undefined takes it away. */
export function withInput(inputs: GivenInputs, input: DockerfileInput, given: string | undefined): GivenInputs {
  const { buildArgs = {}, secrets = [], ssh = [] } = inputs;
  const added = given === undefined ? [] : [given];
  switch (input.kind) {
    case 'arg': {
      const others = Object.entries(buildArgs).filter(([name]) => name !== input.name);
      return {
        ...inputs,
        buildArgs: { ...Object.fromEntries(others), ...(given !== undefined && { [input.name]: given }) },
      };
    }
    case 'secret':
      return { ...inputs, secrets: [...secrets.filter((text) => secretId(text) !== input.id), ...added] };
    case 'ssh':
      return { ...inputs, ssh: [...ssh.filter((text) => connectionId(text) !== input.id), ...added] };
  }
}

/** What the build would fail without. */
export function missingInputs(inputs: GivenInputs, asked: readonly DockerfileInput[]): readonly DockerfileInput[] {
  return asked.filter((input) => input.required && givenFor(inputs, input) === undefined);
}

/** A secret that is read from a file or an environment variable, as `--secret` takes it. */
export function secretFrom(id: string, from: 'src' | 'env', name: string): string {
  return csvLine([`id=${id}`, `${from}=${name}`]);
}

/** Where a secret or a connection comes from. */
export function originOf(given: string): { readonly file?: string; readonly variable?: string } {
  const attributes = csvAttributes(given);
  const file = attributes.get('src') ?? attributes.get('source');
  const variable = attributes.get('env');
  return { ...(file !== undefined && { file }), ...(variable !== undefined && { variable }) };
}

function secretId(text: string): string | undefined {
  return csvAttributes(text).get('id');
}

/** `default`, `id=file` */
function connectionId(text: string): string {
  return text.split('=', 1)[0] ?? text;
}
