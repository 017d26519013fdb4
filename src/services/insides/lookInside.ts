import { InsideBudget, isBudgetExceeded, mostScripts, type InsideLimits } from '../../domain/inside/budget.ts';
import { interpreterOf } from '../../domain/inside/fileKind.ts';
import { normalized } from '../../domain/inside/filePaths.ts';
import type { Inside, StartedProgram } from '../../domain/inside/inside.ts';
import { candidatesFor, startOf, type ImageStart, type LookUp } from '../../domain/inside/startOf.ts';
import type { Caller } from '../../tools/worker/job.ts';
import { createImageFiles, type ImageFiles } from './imageFiles.ts';
import type { LayerFiles } from './layerFiles.ts';
import { readLayer, requireBytes, WrongDigest } from './readLayer.ts';

/** The image to inspect, as plain data. */
export interface LookInput {
  readonly config: { readonly digest: string; readonly bytes: Uint8Array };
  /** The lowest comes first. */
  readonly layers: readonly LayerInput[];
  readonly limits: InsideLimits;
}

interface LayerInput {
  readonly digest: string;
  /** Stored size in bytes. */
  readonly size: number;
  /** The registry may not have it, and then it has no bytes. */
  readonly mayBeAbsent: boolean;
}

/** `wrong`: the registry returned something other than what was requested, and what it was. */
export type LookAnswer = { readonly inside: Inside } | { readonly wrong: string };

/** The progress of an inspection. */
export interface InsideProgress {
  /** The number of the layer that is being read, and their count. */
  readonly layer: number;
  readonly layers: number;
  /** Stored bytes so far. */
  readonly bytes: number;
}

/** Provides the bytes of layers by number. */
type LookCaller = Caller<number, InsideProgress>;

/** Stored bytes of further layers that are read only to look for a loader: those of Alpine, or of a distroless image. */
const loaderBytes = 20_000_000;
/** Number of bytes between two progress reports. */
const progressStep = 1_000_000;

/**
 * Finds the program that an image starts. All hostile data of an image is handled here, within limits for time and memory. Rejects with the
 * errors of the layer bytes.
 */
export async function lookInside(
  input: LookInput,
  caller: LookCaller,
  budget = new InsideBudget(input.limits),
): Promise<LookAnswer> {
  try {
    return { inside: await look(input, caller, budget) };
  } catch (error) {
    if (isBudgetExceeded(error)) {
      return { inside: { state: error.state } };
    }
    if (error instanceof WrongDigest) {
      return { wrong: error.message };
    }
    throw error;
  }
}

async function look({ config, layers }: LookInput, caller: LookCaller, budget: InsideBudget): Promise<Inside> {
  budget.require('layers', layers.length);
  budget.require('configBytes', config.bytes.length);
  requireBytes(config.digest, config.bytes);
  const start = startOf(new TextDecoder().decode(config.bytes), budget);
  if (start === undefined) {
    return { state: 'noStart' };
  }
  const files = createImageFiles(layers.length, layerReader(layers, start, caller, budget), budget);
  const isMissing = loaderCheck(files, layers);
  const [first, ...others] = start.programs;
  const outcome = await follow(files, first, start.where, isMissing);
  if (outcome.state !== 'found') {
    return outcome;
  }
  const programs: [StartedProgram, ...StartedProgram[]] = [...outcome.programs];
  for (const other of others) {
    const next = await follow(files, other, start.where, isMissing);
    if (next.state === 'windowsLines') {
      return next;
    }
    // a shell may find it elsewhere, or interpret it itself
    if (next.state !== 'found') {
      break;
    }
    next.programs.forEach((program) => programs.push(program));
  }
  return { state: 'found', programs };
}

/** Whether no layer contains the loader of a program; false if that would take much reading. */
function loaderCheck(files: ImageFiles, layers: LookInput['layers']): (loader: string) => Promise<boolean> {
  return async (loader) => {
    const further = files.unread().reduce((sum, layer) => sum + (layers[layer]?.size ?? 0), 0);
    return further <= loaderBytes && (await files.find([normalized(loader)])) === undefined && files.isReadable();
  };
}

/** Reads layers by number. */
function layerReader(
  layers: LookInput['layers'],
  { programs, where }: ImageStart,
  caller: LookCaller,
  budget: InsideBudget,
): (layer: number, into: LayerFiles) => Promise<void> {
  const wanted = new Set(programs.flatMap((program) => candidatesFor(program, where)));
  let layersRead = 0;
  let bytes = 0;
  return async (index, files) => {
    const layer = layers[index];
    if (!layer) {
      return;
    }
    const { digest, size, mayBeAbsent } = layer;
    budget.spend('storedBytes', size);
    layersRead++;
    let told = -Infinity;
    let own = 0;
    const onBytes = (more: number) => {
      own += more;
      bytes += more;
      if (bytes - told >= progressStep) {
        told = bytes;
        caller.report({ layer: layersRead, layers: layers.length, bytes });
      }
    };
    onBytes(0);
    try {
      await readLayer(caller.open(index), files, { digest, windows: where.windows, wanted, budget, onBytes });
    } catch (error) {
      if (!(error instanceof WrongDigest && own === 0 && mayBeAbsent)) {
        throw error;
      }
      files.markUnreadable();
    }
  };
}

/** Follows a program through the scripts that run it, to the one that the kernel starts. */
async function follow(
  files: ImageFiles,
  program: string,
  where: LookUp,
  isMissing: (loader: string) => Promise<boolean>,
): Promise<Inside> {
  let [name, by]: [string, string | undefined] = [program, undefined];
  for (let scripts = 0; scripts <= mostScripts; scripts++) {
    const found = await files.find(candidatesFor(name, where));
    if (!found && !files.isReadable()) {
      return { state: 'unknown', program: name };
    }
    if (!found) {
      return { state: 'notFound', program: name, ...(by !== undefined && { by }) };
    }
    const path = `/${found.path}`;
    const { is, executable } = found.file;
    if (!executable) {
      return { state: 'notExecutable', program: path };
    }
    switch (is.kind) {
      case 'program': {
        const { format, architecture, loader } = is;
        const own = {
          program: path,
          format,
          ...(architecture !== undefined && { architecture }),
          ...(loader !== undefined && (await isMissing(loader)) && { missingLoader: loader }),
        };
        return { state: 'found', programs: [own] };
      }
      case 'script':
        if (is.windowsLines) {
          return { state: 'windowsLines', program: path };
        }
        [name, by] = [interpreterOf(is), path];
        break;
      case 'text':
        return { state: where.windows ? 'unknown' : 'noFirstLine', program: path };
      case 'other':
        return { state: 'unknown', program: path };
    }
  }
  return { state: 'unknown', program };
}
