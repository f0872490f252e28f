import { decisionTable, lastRow } from '../../src/domain/decision/decision-table';

/** `docs/reference/decision-table.md`: the decision table as the code has it, and the test of each row. */
export function decisionTablePage(): string {
  const cells = [
    ['row', 'state of the payment', 'requested', 'what happens'],
    ...[...decisionTable, lastRow].map(({ row, state, requested, says }) => [String(row), state, requested, says]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...cells.map((line) => (line[column] ?? '').length)));
  const lineOf = (line: readonly string[], fill = ' '): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [heading = [], ...rows] = cells;
  const ruler = lineOf(['', '', '', ''], '-');
  return `${before}${[lineOf(heading), ruler, ...rows.map((line) => lineOf(line))].join('\n')}\n\n${after}`;
}

const before = `# The decision table

The ledger takes the first row that matches. Several lines may refine one row. Every plan names its row and says why. \`reversals preview\` shows the plan
and does nothing.

`;

const after = `Row 1 never makes an amount smaller: a refund that is too large is refused with what is refundable. A cancel refunds
what it can and names the rest.

What a gateway can do comes from its [profile](configuration.md#the-rules-file). A payment whose account has no rules
uses the profile \`generic\`, which assumes nothing beyond what every gateway can do.

## Tests

- Row 1: [Row 1: what cannot be refunded](../../test/workflow/decision-table.test.ts)
- Row 2: [Row 2: while a capture is in progress](../../test/workflow/decision-table.test.ts)
- Row 3:
  [Row 3: says that everything is reversed already when nothing is left, and sends nothing](../../test/workflow/decision-table.test.ts)
- Row 4: [Row 4: where the gateway voids unsettled charges](../../test/workflow/decision-table-profiles.test.ts)
- Row 5: [Row 5: where the gateway refunds only what has settled](../../test/workflow/decision-table-profiles.test.ts)
- Row 6:
  [Row 6: a cancel of a payment of which a part was captured](../../test/workflow/decision-table-profiles.test.ts)
- Row 7: [Row 7: what was captured](../../test/workflow/decision-table.test.ts)
- Row 8: [Row 8: sends nothing for a hold that has expired, with that as its reason](../../test/workflow/decision-table.test.ts)
- Row 9: [Row 9: a hold of which nothing was captured](../../test/workflow/decision-table.test.ts)
- Row 10: [Row 10: refuses to refund what was not captured](../../test/workflow/decision-table.test.ts)
`;
