/**
 * What a bundle may load once for all ledgers of a worker: the parts of which the workflows are made, without the
 * workflows themselves, so that a bundle holds those only if the user's own module exports them. None of these modules
 * keeps anything of a workflow; whatever a ledger knows is in its own `Ledger`.
 */
import './ledger/admission';
import './ledger/approvals';
import './ledger/children';
import './ledger/clock';
import './ledger/finding-out';
import './ledger/gateway-wait';
import './ledger/hearing';
import './ledger/identity';
import './ledger/messages';
import './ledger/operator-messages';
import './ledger/sending';
import './ledger/work-list';
import './reversal-child';
