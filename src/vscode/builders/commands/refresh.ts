import type { BuilderCommand, BuilderCommandDeps } from './deps.ts';

/** `Refresh Builders`. */
export function refresh({ model }: BuilderCommandDeps): BuilderCommand {
  return async () => {
    await model.refresh(true);
  };
}
