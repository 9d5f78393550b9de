// The sign of a call for help: it is on the first screen, where the other pictures are not.
export const CALL = 'M2 9h5l8-6v18l-8-6H2zM17.500 7.500l1.800-1.800a9 9 0 0 1 0 12.600l-1.800-1.800a6.400 6.400 0 0 0 0-9z';
