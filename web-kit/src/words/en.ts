// The words that all clients share, in English. `zh.ts` has the same type, so neither can miss one.
export const en = {
  states: {
    waiting: 'Ready', running: 'Running', setup: 'Setting up', paused: 'Paused', blocked: 'Blocked', done: 'Done',
    late: 'Late', notReady: 'Not ready',
  },
  close: 'Close',
  back: 'Back',
  cancel: 'Cancel',
  delete: 'Delete',
  clear: 'Clear',
  all: (amount: string) => `All ${amount}`,
  plus: (amount: number) => `+${amount}`,
  dialog: 'Question',
};
