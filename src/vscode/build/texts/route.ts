import type { SafeText } from '../../../domain/safeText.ts';
import type { RouteWarning } from '../../../domain/builder/route.ts';
import { l10n } from '../../shared/l10n.ts';

/** What speaks against a build over the nodes of a builder. Names are hostile until they are made plain. */
export function routeWarningText(warning: RouteWarning): SafeText {
  switch (warning.kind) {
    case 'unsupported':
      return l10n.t('Nothing on {0} runs programs for {1}', warning.node, warning.platform);
    case 'emulatedThoughNative':
      return l10n.t(
        '{0} is emulated on {1} though {2} runs it natively, because platforms are not pinned',
        warning.platform,
        warning.node,
        warning.nativeNode,
      );
    case 'unreachable':
      return l10n.t('The build needs the node {0}, which does not answer', warning.node);
    case 'leftOut':
      return l10n.t('The node {0} cannot be used, and the build goes on without it', warning.node);
  }
}
