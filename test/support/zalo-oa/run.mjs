// Runs the stand-in by hand: node test/support/zalo-oa/run.mjs [--port 8083] [--webhook
// http://127.0.0.1:3000/webhooks/zalo-oa] Node before 22.18 does not read TypeScript by itself, so
// a hook takes the types out while loading.
import { register } from 'node:module'

if (!process.features.typescript) register('../standin/strip-types.mjs', import.meta.url)
await import('./by-hand.ts')
