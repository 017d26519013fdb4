import type { Uri } from 'vscode';

/** The default platforms of builds in this folder; never empty. */
export type TargetPlatformsOf = (scope?: Uri) => readonly string[];
