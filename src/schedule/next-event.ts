export { type EventName, type NextEvent, nextEvent } from '../usecases/next-event.ts'
