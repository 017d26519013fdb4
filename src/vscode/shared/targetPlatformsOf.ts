import type { Uri } from 'vscode';

/** The platforms that a build in this folder makes when it does not say; never empty. */
export type TargetPlatformsOf = (scope?: Uri) => readonly string[];
