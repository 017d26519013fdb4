import type { SafeText } from '../../../domain/safeText.ts';
import type { RouteWarning } from '../../../domain/builder/route.ts';
import { l10n } from '../../shared/l10n.ts';

/** Problems of a build on the nodes of a builder. Names are untrusted until they are made safe. */
export function routeWarningText(warning: RouteWarning): SafeText {
  switch (warning.kind) {
    case 'unsupported':
      return l10n.t('Node {0} cannot run programs for {1}', warning.node, warning.platform);
    case 'emulatedThoughNative':
      return l10n.t(
        '{0} is emulated on {1} although {2} runs it natively, because platforms are not pinned',
        warning.platform,
        warning.node,
        warning.nativeNode,
      );
    case 'unreachable':
      return l10n.t('The build needs node {0}, which is not responding', warning.node);
    case 'leftOut':
      return l10n.t('Node {0} cannot be used; the build continues without it', warning.node);
  }
}
