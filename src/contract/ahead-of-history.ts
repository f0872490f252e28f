/**
 * How the history guard says that a worker's copy of a run is ahead of the run's history. The worker drops that copy, so
 * the same call made again is answered from the history; clients recognise the failure by these words.
 *
 * In a file of its own: a bundle of workflows holds these words exactly if it holds the guard.
 */
export const aheadOfHistory = 'ahead of the history';
