import { commandsPage } from './commands-page';
import { decisionTablePage } from './decision-table-page';
import { reasonsPage } from './reasons-page';

/** A page that is made from the code, by its path in the repository. */
export interface GeneratedPage {
  readonly file: string;
  readonly text: string;
}

/** The pages that are made from data and help texts. The API pages are made by typedoc. */
export async function generatedPages(): Promise<readonly GeneratedPage[]> {
  return [
    { file: 'docs/reference/decision-table.md', text: decisionTablePage() },
    { file: 'docs/reference/reasons.md', text: reasonsPage() },
    { file: 'docs/reference/commands.md', text: await commandsPage() },
  ];
}
