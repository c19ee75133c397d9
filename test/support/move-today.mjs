// Loaded before anything else in every process of a run that names another day: Date then tells
// that day, at the hour it is. The offset is counted once a run, so that a process that is started
// again goes on and not back.
const offset = Number(process.env.TUSOI_CLOCK_OFFSET_MS ?? 0)

if (offset !== 0) {
  const RealDate = globalThis.Date
  const now = () => RealDate.now() + offset
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
}
