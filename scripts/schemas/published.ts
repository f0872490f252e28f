import * as path from 'node:path';
import type { AnyCheck } from '../../src/contract/check';
import { decision } from '../../src/contract/decision';
import { paymentEvent } from '../../src/contract/payment-event';
import { paymentSnapshot } from '../../src/contract/payment-snapshot';
import { recovery } from '../../src/contract/recovery';
import { resolution } from '../../src/contract/resolution';
import { reversalRequest } from '../../src/contract/reversal-request';
import { withdrawal } from '../../src/contract/withdrawal';
import { docstringsOf } from './docstrings';
import { jsonSchemaOf } from './json-schema';

interface Published {
  readonly check: AnyCheck;
  /** The shape whose docstrings the schema repeats, and the file that exports it. */
  readonly shape: string;
  readonly file: string;
}

/** The inputs whose schemas are shipped, by the names of their files. */
const published: Readonly<Record<string, Published>> = {
  'reversal-request': { check: reversalRequest, shape: 'ReversalRequest', file: 'src/contract/reversal-request.ts' },
  'payment-snapshot': { check: paymentSnapshot, shape: 'PaymentSnapshot', file: 'src/contract/payment-snapshot.ts' },
  'payment-event': { check: paymentEvent, shape: 'PaymentEvent', file: 'src/domain/model/payment-event.ts' },
  decision: { check: decision, shape: 'DecisionInput', file: 'src/contract/decision.ts' },
  withdrawal: { check: withdrawal, shape: 'WithdrawalInput', file: 'src/contract/withdrawal.ts' },
  resolution: { check: resolution, shape: 'ResolutionInput', file: 'src/contract/resolution.ts' },
  recovery: { check: recovery, shape: 'RecoveryInput', file: 'src/contract/recovery.ts' },
};

const folder = path.resolve(__dirname, '../../schemas');

/** The files that belong into `schemas/`, by name, with their text. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const documentationOf = docstringsOf(Object.values(published).map(({ file }) => file));
  const files = Object.entries(published).map(([name, { check, shape, file }]) => {
    const schema = jsonSchemaOf(name, check.accepts, documentationOf(file, shape));
    return [path.join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`] as const;
  });
  return new Map(files);
}
