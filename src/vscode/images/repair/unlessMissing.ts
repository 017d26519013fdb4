import { isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';

/** Undefined if the registry has no such image; rethrows other failures. */
export async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isDiagnosedError(error) && error.code === 'imageNotFound') {
      return undefined;
    }
    throw error;
  }
}
