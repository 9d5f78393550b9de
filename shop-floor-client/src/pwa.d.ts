// What the worker's plugin brings into the app.
/// <reference types="vite-plugin-pwa/client" />
