import { loadOnce } from '../concurrency/loadOnce.ts';
import type { MachineReaderDeps } from './machineReader.ts';
import type { RegistryReader } from './registryReader.ts';

/** A reader that is loaded with the first request; activation does not need it. */
export function createLazyReader(deps: MachineReaderDeps): RegistryReader {
  let reader: RegistryReader | undefined;
  const listeners = new Set<() => void>();
  const made = loadOnce(async () => {
    const { createMachineReader } = await import('./machineReader.ts');
    reader = createMachineReader(deps);
    reader.onDidChangeWaits(() => {
      for (const listener of listeners) {
        listener();
      }
    });
    return reader;
  });
  return {
    manifest: async (...question) => (await made()).manifest(...question),
    digestOf: async (...question) => (await made()).digestOf(...question),
    blob: async (...question) => (await made()).blob(...question),
    stream: async (...question) => (await made()).stream(...question),
    tags: async (...question) => (await made()).tags(...question),
    quotaOf: (domain) => reader?.quotaOf(domain),
    waitOf: (domain) => reader?.waitOf(domain),
    onDidChangeWaits(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tryAgain: (domain) => reader?.tryAgain(domain),
    dispose: () => reader?.dispose(),
  };
}
