import type { Event } from 'vscode';
import type { Builder } from '../../domain/builder.ts';

/** What is known of all builders at the moment; shared by the view, the picks and the commands. */
export interface BuilderModel {
  /** Something is known that was not known before, or another builder is in use. */
  readonly onDidChange: Event<void>;
  /** The last answer, or as much of it as there is yet; undefined before anybody asked. */
  readonly known: readonly Builder[] | undefined;
  /** Asks again; calls while an answer is awaited share it. Rejects with a `DiagnosedError`. */
  refresh(): Promise<readonly Builder[]>;
  /** The builder that a build here would use, and who says so: the setting, `BUILDX_BUILDER`, or Docker. */
  inUse(): { readonly name: string; readonly by: 'setting' | 'environment' | 'docker' } | undefined;
}
