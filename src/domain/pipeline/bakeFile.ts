import { highestOf } from '../untrusted/extremes.ts';
import type { PipelineFacts } from './facts.ts';
import { relativePath } from './paths.ts';
import { imageNameFrom } from '../sources/manifests/suggestImages.ts';

/** A bake file that builds an image of a Dockerfile; its paths are relative to the workspace folder. */
export function bakeFile({ repository, tag, platforms, build }: PipelineFacts): string {
  if (build.kind !== 'dockerfile') {
    throw new Error('it has a bake file');
  }
  const { dockerfile, context, target, args, secretArgs, secrets } = build;
  // bake reads it relative to the context
  const inContext = relativePath(context, dockerfile);
  const variableArgs = secretArgs.filter(isVariable);
  const unnamed = secretArgs.filter((name) => !isVariable(name));
  const name = imageNameFrom(repository.split('/').at(-1) ?? '') || 'image';
  const attributes = [
    ['context', hclText(context)],
    ['dockerfile', hclText(inContext)],
    ...(target === undefined ? [] : [['target', hclText(target)] as const]),
    ['platforms', hclList(platforms)],
    ['tags', '["${IMAGE}:${TAG}"]'],
    ...(secrets.length === 0 ? [] : [['secret', hclList(secrets)] as const]),
  ] as const;
  const given = [
    ...Object.entries(args).map(([key, value]) => [hclKey(key), hclText(value)] as const),
    ...variableArgs.map((key) => [hclKey(key), key] as const),
  ];
  const lines = [...aligned(attributes, '  '), ...block('args', aligned(given, '    '))];
  const variables = [
    `variable "IMAGE" {\n  default = ${hclText(repository)}\n}`,
    `variable "TAG" {\n  default = ${hclText(tag)}\n}`,
    // from the environment
    ...variableArgs.map((key) => `variable ${hclText(key)} {\n  default = ""\n}`),
  ];
  return [
    '# docker buildx bake --push',
    ...(unnamed.length > 0
      ? [`# Pass these build arguments with --set ${name}.args.NAME=…: ${unnamed.join(', ')}`]
      : []),
    ...variables.map((variable) => `${variable}\n`),
    `group "default" {\n  targets = [${hclText(name)}]\n}\n`,
    `target ${hclText(name)} {\n${lines.join('\n')}\n}\n`,
  ].join('\n');
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${name} = {`, ...lines, '  }'];
}

/** With the equals signs in one column, as `hclfmt` writes them. */
function aligned(pairs: readonly (readonly [string, string])[], indent: string): readonly string[] {
  const width = highestOf(pairs.map(([key]) => key.length)) ?? 0;
  return pairs.map(([key, value]) => `${indent}${key.padEnd(width)} = ${value}`);
}

/** A quoted template of HCL (hashicorp/hcl hclsyntax/spec.md, "Template Expressions"). */
function hclText(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (mark) => mark + mark);
}

const words = ['for', 'if', 'in', 'null', 'true', 'false', 'endfor', 'else', 'endif'];

function hclKey(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !words.includes(name) ? name : hclText(name);
}

/** Whether bake can have a variable with this name beside those of the file. */
function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && ![...words, 'IMAGE', 'TAG'].includes(name);
}

function hclList(items: readonly string[]): string {
  return `[${items.map(hclText).join(', ')}]`;
}
