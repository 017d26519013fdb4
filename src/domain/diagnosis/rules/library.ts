import type { Clues } from '../clues.ts';
import { aboutStep, firstMatch, groupsOf, type Finding } from './rule.ts';
import { script } from './foreignProgram.ts';

/** glibc (elf/dl-version.c), musl (ldso/dynlink.c), bash (execute_cmd.c), crun (linux.c). */
const mismatched = [
  /version [`'](?<found>(?:GLIBC|GLIBCXX|CXXABI)_[\d.]{1,12})' not found(?: \(required by (?<path>[^\s)]{1,300})\))?/,
  /Error loading shared library (?<found>ld-linux[\w.-]{1,40}|libc\.so\.6|libc\.musl[\w.-]{1,40}): No such file or directory(?: \(needed by (?<path>[^\s)]{1,300})\))?/,
  /Error relocating (?<path>[^\s:]{1,300}): (?<found>__\w{1,80}_chk|gnu_get_libc_version|__res_init|fcntl64|backtrace): symbol not found/,
  /(?<![^\s:])(?<path>[^\s:]{1,300}): cannot execute: required file not found/,
  /exec container process \(missing dynamic library\?\) [`'"](?<path>[^`'"\n]{1,300})[`'"]: No such file/,
];
/** The kernel's error for an existing program without its loader. */
const notThere = /exec (?<path>\/[^\s:]{1,300}): no such file or directory/;

/** A program of this platform with another libc, or without its loader. */
export function libraryMismatch(clues: Clues): Finding | undefined {
  const match = firstMatch(mismatched, clues.log);
  if (match) {
    const params = groupsOf(match);
    return script.test(params.path ?? '') ? undefined : aboutStep('libcMismatch', clues, params);
  }
  const path = notThere.exec(clues.log)?.groups?.path;
  return path === undefined || script.test(path)
    ? undefined
    : aboutStep('libcMismatch', clues, { path, reason: 'loader' });
}
