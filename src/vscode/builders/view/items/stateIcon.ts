interface StateIcon {
  readonly icon: string;
  readonly color?: string;
}

/** The icon of a builder or node in a state of `statusOf`. */
export function stateIcon(status: string, running: string, idle: string): StateIcon {
  switch (status) {
    case 'running':
      return { icon: running, color: 'testing.iconPassed' };
    case 'error':
      return { icon: 'error', color: 'list.errorForeground' };
    case 'asking':
    case 'starting':
    case 'stopping':
      return { icon: 'loading~spin' };
    default:
      return { icon: idle, color: 'disabledForeground' };
  }
}
