/** Digits that stand next to each other, and what stands between them and the group before; '' for the first of a run. */
export interface DigitGroup {
  readonly digits: string;
  /** One word for the kind of separator: a space, or the marks without the spaces around them. */
  readonly after: string;
}

/** Groups with little between them, so that they may be one number. `isInternational`: a plus sign stands before it. */
export interface DigitRun {
  readonly groups: readonly DigitGroup[];
  readonly isInternational: boolean;
}

/** Marks between two groups of one number. */
const mostBetween = 3;

/**
 * The digits of a text in any script, in runs. What is invisible counts as nothing; a letter ends a run, and so do more
 * than three other characters in a row. Each character is looked at once.
 */
export function digitRuns(text: string): readonly DigitRun[] {
  const runs: DigitRun[] = [];
  let groups: DigitGroup[] = [];
  let digits = '';
  let between = '';
  let isInternational = false;
  const endGroup = (): void => {
    if (digits === '') return;
    groups.push({ digits, after: groups.length === 0 ? '' : kindOf(between) });
    digits = '';
    between = '';
  };
  const endRun = (): void => {
    endGroup();
    if (groups.length > 0) runs.push({ groups, isInternational });
    groups = [];
    between = '';
  };
  for (const character of text) {
    const read = readCharacter(character);
    if (read === 'invisible') continue;
    if (read === 'separator') {
      endGroup();
      between += character;
      if (groups.length > 0 && between.length > mostBetween) endRun();
      // All but the last few of what comes before a run is of no interest.
      else if (groups.length === 0) between = between.slice(-mostBetween);
    } else if (read === 'other') endRun();
    else {
      if (groups.length === 0 && digits === '') isInternational = /\+\(?$/.test(between);
      digits += read;
    }
  }
  endRun();
  return runs;
}

function kindOf(between: string): string {
  const marks = between.replace(/\s/g, '').replace(/[\p{Pd}\u2212]/gu, '-');
  return marks === '' ? ' ' : marks;
}

/** A digit in ASCII, or what else it is. */
function readCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) {
    if (code >= 0x30 && code <= 0x39) return character;
    const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    return isLetter ? 'other' : 'separator';
  }
  const cached = readBefore.get(code);
  if (cached !== undefined) return cached;
  const read = readOther(character, code);
  if (readBefore.size < mostRemembered) readBefore.set(code, read);
  return read;
}

const readBefore = new Map<number, string>();
const mostRemembered = 4096;

function readOther(character: string, code: number): string {
  if (/[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(character)) return 'invisible';
  if (isDigit(code)) return String(digitValue(code));
  return /[\p{L}\p{N}]/u.test(character) ? 'other' : 'separator';
}

function isDigit(code: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(code));
}

/** Unicode puts the ten digits of a script in a row, from zero. */
function digitValue(code: number): number {
  let value = 0;
  while (value < 9 && isDigit(code - value - 1)) value += 1;
  return value;
}
