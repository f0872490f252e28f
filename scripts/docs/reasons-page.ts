import { reasonCodes } from '../../src/domain/model/reasons';
import { reasonHelp } from '../../src/domain/views/reason-help';

/** `docs/reference/reasons.md`: every reason, what happened, what to do. */
export function reasonsPage(): string {
  const lines = reasonCodes.map((code) => {
    const { happened, toDo } = reasonHelp[code];
    return `- **\`${code}\`** ${happened}\n  _What to do:_ ${toDo}`;
  });
  return `# Reason codes

A view, a refusal or an unaccepted decision has a \`reason\`: a \`code\` from this list, and a \`message\` with the numbers. The list is closed, so programs may
switch on it.

${lines.join('\n')}
`;
}
