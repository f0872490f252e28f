import type { Work } from './play-fault';
import type { Simulation } from './simulation';
import type { Movement } from './transaction';

/** Joins the movements of one exchange with whether its client was answered, whichever comes first. */
export class ToldMovements {
  readonly #simulation: Simulation;
  readonly #movements: Movement[] = [];
  #answered = false;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** A whole answer was written. */
  answered(): void {
    this.#answered = true;
    for (const movement of this.#movements) this.#simulation.state.markAnswered(movement);
  }

  /** Money moved. */
  moved(movement: Movement | undefined): void {
    if (movement === undefined) return;
    this.#movements.push(movement);
    if (this.#answered) this.#simulation.state.markAnswered(movement);
    this.#simulation.journal.changed();
  }

  /** The same work, noticed when it moves money. */
  watching(work: Work): Work {
    return {
      ...work,
      perform: () => {
        const answer = work.perform();
        this.moved(answer.movement);
        return answer;
      },
    };
  }
}
