// Runs the stand-in by hand: node test/support/zalo-bot/run.mjs [--port 8082] [--token 1:x]
// [--limits] Node before 22.18 does not read TypeScript by itself, so a hook takes the types out
// while loading.
import { register } from 'node:module'

if (!process.features.typescript) register('../standin/strip-types.mjs', import.meta.url)
await import('./by-hand.ts')
