import { isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';

/** Undefined where the registry has nothing of that name; any other failure is one. */
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
