import { InsideBudget, usualLimits, type InsideLimits } from '../../src/domain/inside/budget.ts';
import { lookInside, type LookAnswer, type LookInput } from '../../src/services/insides/lookInside.ts';
import type { HostileImage } from './hostileImages.ts';
import { digestOf } from './ociDocuments.ts';

const pieceBytes = 64 * 1024;

/** Bytes in the chunks of a connection. */
// eslint-disable-next-line @typescript-eslint/require-await -- what is read is asynchronous everywhere else
export async function* inPieces(bytes: Uint8Array, length = pieceBytes): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) {
    yield Uint8Array.from(bytes.subarray(at, at + length));
  }
}

/** An image to inspect, by default with the regular limits. */
function lookInput({ config, layers }: HostileImage, limits: Partial<InsideLimits> = {}): LookInput {
  const bytes = Buffer.from(JSON.stringify({ os: 'linux', config }));
  return {
    config: { digest: digestOf(bytes), bytes },
    layers: layers.map((layer) => ({ digest: digestOf(layer), size: layer.length, mayBeAbsent: false })),
    limits: { ...usualLimits, ...limits },
  };
}

/** Inspects an image, and returns what that used. */
export async function lookAt(
  image: HostileImage,
  limits: Partial<InsideLimits> = {},
): Promise<{ readonly answer: LookAnswer; readonly spent: InsideBudget['spent'] }> {
  const input = lookInput(image, limits);
  const budget = new InsideBudget(input.limits);
  const answer = await lookInside(
    input,
    { open: (layer) => inPieces(image.layers[layer]!), report: () => undefined, signal: new AbortController().signal },
    budget,
  );
  return { answer, spent: budget.spent };
}
