import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  type RunVSCodeCommandOptions,
} from '@vscode/test-electron';
