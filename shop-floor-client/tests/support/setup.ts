// What the tests have in place of a browser's store.
import 'fake-indexeddb/auto';
