export { nextEvent } from '../usecases/next-event.ts'
