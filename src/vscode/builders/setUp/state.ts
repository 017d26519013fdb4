import type { BuilderRequest, Driver, NodeRequest } from '../../../domain/builder/plan.ts';
import type { RegistryConfig } from '../../../domain/configFiles/buildkitConfig.ts';
import type { Step } from '../../shared/picks/runSteps.ts';

export type SetUpStepId =
  | 'driver'
  | 'name'
  | 'engine'
  | 'namespace'
  | 'address'
  | 'certificates'
  | 'platforms'
  | 'registries'
  | 'more'
  | 'plan';

/** The answers so far. */
export interface SetUpState {
  readonly driver: Driver;
  readonly name: string;
  /** A Docker context, a BuildKit address, or a cloud builder. */
  readonly endpoint?: string | undefined;
  /** The pinned platforms; for kubernetes, one node each. */
  readonly platforms: readonly string[];
  readonly registries: readonly RegistryConfig[];
  /** Builds reach a registry on this machine as localhost. */
  readonly hostNetwork: boolean;
  /** Driver options of every node, including certificates. */
  readonly options: Readonly<Record<string, string>>;
  /** Whether it becomes the builder of this workspace. */
  readonly use: boolean;
  /** A registry that needs its certificate first. */
  readonly untrusted?: string | undefined;
}

export type SetUpStep = Step<SetUpState, SetUpStepId>;

export const nothingYet: SetUpState = {
  driver: 'docker-container',
  name: '',
  platforms: [],
  registries: [],
  hostNetwork: false,
  options: {},
  use: true,
};

/** The request with the answers. */
export function requestOf(state: SetUpState): BuilderRequest {
  const { name, driver, registries } = state;
  return {
    name,
    driver,
    nodes: nodesOf(state),
    ...(takesRegistries(state) && registries.length > 0 && { registries }),
  };
}

export function takesRegistries({ driver }: SetUpState): boolean {
  return driver === 'docker-container' || driver === 'kubernetes';
}

function nodesOf({ driver, endpoint, platforms, options, hostNetwork }: SetUpState): readonly NodeRequest[] {
  switch (driver) {
    case 'docker-container':
      return [
        {
          ...(endpoint !== undefined && { endpoint }),
          platforms,
          options: { ...(hostNetwork && { network: 'host' }), ...options },
        },
      ];
    case 'kubernetes':
      return platforms.map((platform) => kubernetesNode(platform, options));
    case 'remote':
      return [{ ...(endpoint !== undefined && { endpoint }), platforms, options }];
    case 'cloud':
      return [endpoint === undefined ? {} : { endpoint }];
  }
}

/** A node on the cluster's machines of one architecture. */
export function kubernetesNode(platform: string, options: Readonly<Record<string, string>>): NodeRequest {
  const [os = '', architecture = ''] = platform.split('/');
  const selector = [`kubernetes.io/arch=${architecture}`, ...(os === 'linux' ? [] : [`kubernetes.io/os=${os}`])];
  return { platforms: [platform], options: { ...options, nodeselector: selector.join(',') } };
}

/** Answers that depend on the driver only, so that other answers do not reset them. */
export function withDriver(state: SetUpState, driver: Driver): SetUpState {
  const { name, use, registries, untrusted } = state;
  return driver === state.driver ? state : { ...nothingYet, name, use, registries, untrusted, driver };
}

export function withoutOption(options: Readonly<Record<string, string>>, option: string): Record<string, string> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== option));
}
