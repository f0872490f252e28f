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

The ledger takes the first line that matches. Several lines may refine one row. Every plan names its row and says why.
\`reversals preview\` shows the plan and does nothing.

`;

const after = `Row 1 never makes an amount smaller: a refund that is too large is refused with what is refundable. A cancel promises that
everything goes back, so a cancel of a payment of which a part is in an open dispute is refused whole. Refund the rest
with a refund.

Dates that come from your rules (\`authorizationLifetimeDays\`, \`refundWindowDays\`) end and refuse nothing, because only
the gateway knows. A hold that may have expired is voided all the same: a void that is refused moves nothing. A capture
that may be past its refund window is tried, after all others. The plan names the rule. A hold has expired only if the
payment says so (\`authorizationExpiresAt\`) or the gateway does, by its own code.

What a gateway can do comes from its [profile](configuration.md#the-rules-file). Without a rules file, every account uses
the profile \`generic\`, which assumes nothing beyond what every gateway can do. With one, a payment of an account that is
not listed is refused, unless the file has a \`default\`.

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
