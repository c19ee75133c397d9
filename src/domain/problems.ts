// Every no a person can hear, each a code with its details. The words are in
// locales/<language>/problems.json under the same code.

export type Problem =
  | { readonly code: 'notUnderstood'; readonly count: number }
  | { readonly code: 'notUnderstoodText' }
  | { readonly code: 'chooseOne'; readonly count: number }
  | { readonly code: 'severalMatch' }
  | { readonly code: 'otherQuestion'; readonly number: number }
  | { readonly code: 'quickCount'; readonly count: number; readonly given: number }
  | { readonly code: 'quickUnclear'; readonly count: number }
  | { readonly code: 'quickWhy' }
  | { readonly code: 'wordsNeeded' }
  | { readonly code: 'noReason' }
  | { readonly code: 'textTooLong'; readonly limit: number; readonly length: number }
  | { readonly code: 'classified' }
  | { readonly code: 'accusation' }
  | { readonly code: 'personalData' }
  | { readonly code: 'attachment' }
  | { readonly code: 'notADate'; readonly typed: string }
  | { readonly code: 'past'; readonly typed: string }
  | { readonly code: 'tooFar'; readonly typed: string }
  | { readonly code: 'staleButton' }
  /** A button of a question that no longer stands. */
  | { readonly code: 'olderQuestion' }
  | { readonly code: 'noRound' }
  | { readonly code: 'roundOver' }
  | { readonly code: 'exempt' }
  | { readonly code: 'storeNotAgreed' }
  | { readonly code: 'nothingToEdit'; readonly total: number }
  | { readonly code: 'cannotSkip' }
  | { readonly code: 'cannotKeep' }
  | { readonly code: 'nothingToSubmit' }
  | { readonly code: 'unfinished'; readonly left: number }
  | { readonly code: 'wrongCode'; readonly left: number }
  | { readonly code: 'lockedOut'; readonly minutes: number }
  | { readonly code: 'lockedOutLong'; readonly hours: number }
  | { readonly code: 'codeUsed' }
  | { readonly code: 'sheetCode' }
  | { readonly code: 'linkedAgain' }
  | { readonly code: 'botFull'; readonly limit: number }
  | { readonly code: 'otherBot'; readonly bots: string }
  | { readonly code: 'notYourOffice' }
  | { readonly code: 'voiceClosed' }
  | { readonly code: 'remedyGone' }

export type ProblemCode = Problem['code']

/** Longest text taken from a person, in characters (code points). */
export const longestText = 2000
