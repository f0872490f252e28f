import { layoutStyle } from './layout-style';
import { partsStyle } from './parts-style';

/** The one style sheet. Colours hold AA contrast in both schemes; nothing is told by colour alone. */
export const stylesheet = `${layoutStyle}${partsStyle}`;
