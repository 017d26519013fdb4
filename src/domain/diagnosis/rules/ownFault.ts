import { routeOf, type Clues } from '../clues.ts';

/** V8, HotSpot, Go: a limit set by the program itself. */
const heap =
  /JavaScript heap out of memory|Reached heap limit|Ineffective mark-compacts near heap limit|java\.lang\.OutOfMemoryError|GC overhead limit exceeded|There is insufficient memory for the Java Runtime|fatal error: runtime: out of memory|FatalProcessOutOfMemory/;
/** The kernel's OOM killer, as reported by gcc, cargo, npm and shells. */
const killed =
  /Killed signal terminated program|signal: 9, SIGKILL|out of memory: Killed process|^(?:[^\n:]{1,200}: (?:line \d{1,6}: )?)?(?: {0,10}\d{1,7} )?Killed(?:\s|$)|virtual memory exhausted|Cannot allocate memory|std::bad_alloc|MemoryError/im;
/** glibc (assert.c, malloc.c), libstdc++, Rust, Go. */
const abort =
  /Assertion [^\n]{1,300} failed|[Aa]ssertion failed|terminate called (?:after throwing|without an active)|(?:free|malloc|realloc|munmap_chunk)\(\): |double free or corruption|corrupted (?:size|double-linked|unsorted)|\*\*\* (?:stack smashing|buffer overflow) detected|panicked at |fatal runtime error: |core::panicking|Check failed: /;

/** A program's message about its own abort, which is not a crash of an emulator, whatever the exit code is. */
export function endedItself({ log }: Clues): 'heap' | 'killed' | 'abort' | undefined {
  return heap.test(log) ? 'heap' : killed.test(log) ? 'killed' : abort.test(log) ? 'abort' : undefined;
}

/** A child process ended with SIGSEGV. */
const fault = /\bSIGSEGV\b|Segmentation fault|segmentation violation/i;

/** The meaning of a failure that no other rule recognizes. */
export function crashReason(clues: Clues): string | undefined {
  const own = endedItself(clues);
  const crashed = ['132', '133', '134', '136', '139'].includes(clues.process?.exitCode ?? '');
  if (own === 'heap' || own === 'killed' || (own === 'abort' && crashed)) {
    return own;
  }
  const emulated = routeOf(clues) === 'emulated';
  if (crashed) {
    return emulated ? 'crashEmulated' : 'crash';
  }
  return emulated && own === undefined && fault.test(clues.log) ? 'childCrashed' : undefined;
}
