/** What is read of an event of a history: Temporal's own protobuf objects have this shape. */
export interface CountedEvent {
  readonly workflowExecutionStartedEventAttributes?: {
    readonly parentWorkflowExecution?: object | null;
    readonly continuedExecutionRunId?: string | null;
  } | null;
  readonly workflowExecutionUpdateAcceptedEventAttributes?: object | null;
  readonly workflowExecutionSignaledEventAttributes?: object | null;
  readonly workflowTaskCompletedEventAttributes?: {
    readonly meteringMetadata?: { readonly nonfirstLocalActivityExecutionAttempts?: number | null } | null;
  } | null;
  readonly activityTaskScheduledEventAttributes?: object | null;
  readonly activityTaskStartedEventAttributes?: { readonly attempt?: number | null } | null;
  readonly markerRecordedEventAttributes?: { readonly workflowTaskCompletedEventId?: unknown } | null;
  readonly timerStartedEventAttributes?: object | null;
  readonly startChildWorkflowExecutionInitiatedEventAttributes?: object | null;
  readonly upsertWorkflowSearchAttributesEventAttributes?: object | null;
}

/** Billable actions by their kind. */
export interface Actions {
  readonly starts: number;
  readonly updates: number;
  readonly signals: number;
  readonly activities: number;
  readonly activityRetries: number;
  readonly localActivities: number;
  readonly timers: number;
  readonly children: number;
  readonly searchAttributes: number;
}

/**
 * The billable actions that a history shows: its events from `from` on, which is what one reversal added.
 *
 * A start with its first signal is one action, counted as the signal. A child is two, counted where it was asked for. The
 * local activities of one workflow task are one. What leaves no event is not in here: queries, and heartbeats that
 * reach the server. Source: Temporal Cloud documentation, "Actions", as read in November 2026.
 */
export function actionsOf(events: readonly CountedEvent[], from = 0): Actions {
  const added = events.slice(from);
  const count = (has: (event: CountedEvent, place: number) => boolean): number => added.filter(has).length;
  const markedTasks = new Set(
    added.flatMap(({ markerRecordedEventAttributes: marker }) =>
      marker == null ? [] : [String(marker.workflowTaskCompletedEventId)],
    ),
  );
  return {
    starts: count(({ workflowExecutionStartedEventAttributes: started }, place) => {
      if (started == null || started.parentWorkflowExecution != null) return false;
      return added[place + 1]?.workflowExecutionSignaledEventAttributes == null;
    }),
    updates: count((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null),
    signals: count((event) => event.workflowExecutionSignaledEventAttributes != null),
    activities: count((event) => event.activityTaskScheduledEventAttributes != null),
    activityRetries: sum(
      added.map((event) => Math.max(0, (event.activityTaskStartedEventAttributes?.attempt ?? 1) - 1)),
    ),
    localActivities:
      markedTasks.size +
      sum(
        added.map(
          (event) =>
            event.workflowTaskCompletedEventAttributes?.meteringMetadata?.nonfirstLocalActivityExecutionAttempts ?? 0,
        ),
      ),
    timers: count((event) => event.timerStartedEventAttributes != null),
    children: 2 * count((event) => event.startChildWorkflowExecutionInitiatedEventAttributes != null),
    searchAttributes: count((event) => event.upsertWorkflowSearchAttributesEventAttributes != null),
  };
}

export function totalOf(actions: Actions): number {
  return sum(Object.values(actions) as number[]);
}

/** Adds up what several histories show. */
export function addActions(one: Actions, other: Actions): Actions {
  return {
    starts: one.starts + other.starts,
    updates: one.updates + other.updates,
    signals: one.signals + other.signals,
    activities: one.activities + other.activities,
    activityRetries: one.activityRetries + other.activityRetries,
    localActivities: one.localActivities + other.localActivities,
    timers: one.timers + other.timers,
    children: one.children + other.children,
    searchAttributes: one.searchAttributes + other.searchAttributes,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
